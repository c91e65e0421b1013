import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { MeasurementStore } from '../../machines/measurement.store.js';
import { CompiledRules } from './compiled-rules.js';
import { RuleStore } from './rule.store.js';

/** The rules in force, compiled once per revision. */
@Injectable()
export class RulesInForceService {
  private compiled: CompiledRules | undefined;

  constructor(
    private readonly store: RuleStore,
    private readonly measurements: MeasurementStore,
  ) {}

  /** Locks the rules against changes until the transaction ends. */
  async lock(tx: EntityManager): Promise<CompiledRules> {
    const revision = await this.store.lockRevision(tx);
    if (this.compiled?.revision !== revision)
      this.compiled = new CompiledRules(
        revision,
        await this.store.inForce(tx),
        await this.measurements.namesByType(tx),
      );
    return this.compiled;
  }

  /** Announces a change of rules or of what they may look at. Waits for evaluations in flight; later ones see the change. */
  async change(tx: EntityManager): Promise<void> {
    await this.store.raiseRevision(tx);
  }
}
