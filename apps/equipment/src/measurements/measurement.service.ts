import {
  DomainError,
  found,
  type Issue,
  MAX_MEASUREMENTS_PER_TYPE,
  type MeasurementBody,
  type MeasurementPatch,
  type MeasurementQuery,
  type MeasurementView,
  metrics,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { RulesInForceService } from '../alarms/rule-versions/rules-in-force.service.js';
import { MeasurementStore } from '../machines/measurement.store.js';
import { MeasurementUses } from './measurement-uses.service.js';

/* JSON bodies with this key are refused, so no reading could have it. */
const REFUSED_BY_JSON = 'constructor';
const reservedNames: readonly string[] = [...metrics, REFUSED_BY_JSON];

@Injectable()
export class MeasurementService {
  constructor(
    private readonly database: Database,
    private readonly store: MeasurementStore,
    private readonly uses: MeasurementUses,
    private readonly inForce: RulesInForceService,
  ) {}

  list({ equipment_type: type }: MeasurementQuery): Promise<MeasurementView[]> {
    return this.store.list(type);
  }

  async get(id: number): Promise<MeasurementView> {
    return found(await this.store.find(id));
  }

  /** Throws MEASUREMENT_EXISTS, TOO_MANY_MEASUREMENTS and VALIDATION_FAILED for a unit that rules for all equipment exclude. */
  async create(body: MeasurementBody): Promise<MeasurementView> {
    if (reservedNames.includes(body.name)) throw refusal('name', 'This name is reserved.');
    return this.database.transaction(async (tx) => {
      /* Lets evaluations know the new signal, and makes concurrent creations wait for each other. */
      await this.inForce.change(tx);
      await this.uses.assertUnit(body);
      const count = await this.store.count(tx, body.equipment_type);
      const created = await this.store.create(tx, body);
      if (count >= MAX_MEASUREMENTS_PER_TYPE) throw new DomainError('TOO_MANY_MEASUREMENTS');
      return created;
    });
  }

  /** Throws MEASUREMENT_IN_USE and MEASUREMENT_STORED for another unit. */
  async change(id: number, patch: MeasurementPatch): Promise<MeasurementView> {
    const before = await this.get(id);
    for (const field of ['equipment_type', 'name'] as const)
      if ((patch[field] ?? before[field]) !== before[field])
        throw refusal(
          field,
          `This cannot change from "${before[field]}"; define another measurement instead.`,
        );
    return this.database.transaction(async (tx) => {
      if ((patch.unit ?? before.unit) !== before.unit) await this.uses.assertUnused(tx, before);
      return found(await this.store.change(tx, id, patch));
    });
  }

  /** Throws MEASUREMENT_IN_USE. */
  async remove(id: number): Promise<void> {
    const measurement = await this.get(id);
    await this.database.transaction(async (tx) => {
      await this.inForce.change(tx);
      await this.uses.assertNoRules(measurement);
      await this.store.remove(tx, id);
    });
  }
}

function refusal(field: string, text: string): DomainError {
  const issue: Issue = { path: [field], code: 'invalid', params: { text } };
  return new DomainError('VALIDATION_FAILED', { issues: [issue] });
}
