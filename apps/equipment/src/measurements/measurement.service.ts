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
import { MeasurementStore } from '../machines/measurement.store.js';

/* JSON with this name is refused everywhere, so no reading could bring it. */
const REFUSED_BY_JSON = 'constructor';
const reservedNames: readonly string[] = [...metrics, REFUSED_BY_JSON];

/** Definitions of further measurements. */
@Injectable()
export class MeasurementService {
  constructor(
    private readonly database: Database,
    private readonly store: MeasurementStore,
  ) {}

  list({ equipment_type: type }: MeasurementQuery): Promise<MeasurementView[]> {
    return this.store.list(type);
  }

  async get(id: number): Promise<MeasurementView> {
    return found(await this.store.find(id));
  }

  /** Throws MEASUREMENT_EXISTS and TOO_MANY_MEASUREMENTS. */
  async create(body: MeasurementBody): Promise<MeasurementView> {
    if (reservedNames.includes(body.name)) throw refusal('name', 'This name is taken by the platform.');
    return this.database.transaction(async (tx) => {
      const count = await this.store.count(tx, body.equipment_type);
      const created = await this.store.create(tx, body);
      if (count >= MAX_MEASUREMENTS_PER_TYPE) throw new DomainError('TOO_MANY_MEASUREMENTS');
      return created;
    });
  }

  async change(id: number, patch: MeasurementPatch): Promise<MeasurementView> {
    const before = await this.get(id);
    for (const field of ['equipment_type', 'name'] as const)
      if ((patch[field] ?? before[field]) !== before[field])
        throw refusal(field, `This stays "${before[field]}": define another measurement instead.`);
    return found(await this.store.change(id, patch));
  }

  async remove(id: number): Promise<void> {
    await this.get(id);
    await this.database.transaction((tx) => this.store.remove(tx, id));
  }
}

function refusal(field: string, text: string): DomainError {
  const issue: Issue = { path: [field], code: 'invalid', params: { text } };
  return new DomainError('VALIDATION_FAILED', { issues: [issue] });
}
