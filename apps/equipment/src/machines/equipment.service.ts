import {
  DomainError,
  type EquipmentBody,
  type EquipmentPatch,
  type EquipmentQuery,
  EquipmentUnits,
  type EquipmentView,
  found,
  metrics,
  metricUnits,
  parse,
} from '@argus/contracts';
import { Database, Jobs } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { type Purge, purgeQueue } from './retention.queues.js';
import { EquipmentStore } from './equipment.store.js';

@Injectable()
export class EquipmentService {
  constructor(
    private readonly database: Database,
    private readonly store: EquipmentStore,
    private readonly jobs: Jobs,
  ) {}

  list(query: EquipmentQuery): Promise<EquipmentView[]> {
    return this.store.list(query);
  }

  create(body: EquipmentBody): Promise<EquipmentView> {
    return this.store.create(body);
  }

  async get(id: number): Promise<EquipmentView> {
    return found(await this.store.find(id));
  }

  async change(id: number, patch: EquipmentPatch): Promise<EquipmentView> {
    return found(await this.store.change(id, patch));
  }

  async units(id: number): Promise<EquipmentUnits> {
    return parse(EquipmentUnits, found(await this.store.unitsOf(id)));
  }

  async setUnits(id: number, units: EquipmentUnits): Promise<EquipmentUnits> {
    const changed = metrics.filter((metric) => units[metric] !== metricUnits[metric][0]);
    const stored = Object.fromEntries(changed.map((metric) => [metric, units[metric]]));
    if (!(await this.store.setUnits(id, stored))) throw new DomainError('NOT_FOUND');
    return units;
  }

  async remove(id: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.store.remove(tx, id))) throw new DomainError('NOT_FOUND');
      await this.jobs.send(tx, purgeQueue, { equipmentId: id } satisfies Purge);
    });
  }
}
