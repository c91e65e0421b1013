import { Program } from '@argus/alarms';
import type { RuleDefinition } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { appliesTo, type Machine, type RuleVersion } from '../rules/rule-version.js';
import { signalsOf } from '../rules/signals.js';

interface VersionRow {
  id: number;
  rule_id: number;
  version: number;
  definition: RuleDefinition;
  effective_from: Date | null;
}

/** The rules in force at one revision, and the programs compiled from them. */
export class RuleEdition {
  private readonly programs = new Map<string, Program<RuleVersion>>();

  constructor(
    readonly revision: number,
    private readonly versions: readonly RuleVersion[],
  ) {}

  /** The same object for every equipment that the same rules apply to. */
  programFor(machine: Machine): Program<RuleVersion> {
    const own = this.versions.some(({ definition }) => definition.equipment === machine.id);
    const key = own ? `${machine.type} ${machine.id}` : machine.type;
    let program = this.programs.get(key);
    if (!program) {
      const versions = this.versions.filter((version) => appliesTo(version, machine));
      program = new Program(versions, signalsOf(machine.type));
      this.programs.set(key, program);
    }
    return program;
  }

  version(id: number): RuleVersion | undefined {
    return this.versions.find((version) => version.id === id);
  }
}

/** The rules in force, as the transaction at hand sees them. */
@Injectable()
export class RuleBook {
  private edition: RuleEdition | undefined;

  constructor(private readonly database: Database) {}

  /** Rules do not change until the transaction ends. */
  async open(tx: EntityManager): Promise<RuleEdition> {
    const [set] = await this.database.preparedIn<{ revision: number }>(
      tx,
      'rule-set.share',
      'SELECT revision::float8 AS revision FROM rule_set WHERE id = 1 FOR SHARE',
    );
    const revision = set!.revision;
    if (this.edition?.revision !== revision) this.edition = new RuleEdition(revision, await this.inForce(tx));
    return this.edition;
  }

  /** Waits for evaluations at hand; those that come after see the change. */
  async change(tx: EntityManager): Promise<void> {
    await tx.query('UPDATE rule_set SET revision = revision + 1 WHERE id = 1');
  }

  private async inForce(tx: EntityManager): Promise<RuleVersion[]> {
    const rows = await tx.query<VersionRow[]>(
      `SELECT id::float8 AS id, rule_id::float8 AS rule_id, version, definition, effective_from FROM rule_version
        WHERE ended_at IS NULL AND (definition->>'enabled')::boolean ORDER BY id`,
    );
    return rows.map(({ id, rule_id, version, definition, effective_from }) => ({
      id,
      ruleId: rule_id,
      version,
      definition,
      effectiveFrom: effective_from?.getTime() ?? -Infinity,
    }));
  }
}
