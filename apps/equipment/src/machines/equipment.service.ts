import {
  type CallContext,
  DomainError,
  type EquipmentBody,
  type EquipmentPatch,
  type EquipmentQuery,
  type EquipmentType,
  EquipmentUnits,
  type EquipmentView,
  found,
  metrics,
  metricUnits,
  parse,
  type Principal,
} from '@argus/contracts';
import { Database, Jobs } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Purge, purgeQueue } from './retention.queues.js';
import { EquipmentStore } from './equipment.store.js';
import { RemovedEquipmentStore } from './removed-equipment.store.js';

/** Throws a DomainError where something needs the type that the machine has. */
export type TypeGuard = (tx: EntityManager, machine: EquipmentView, type: EquipmentType) => Promise<void>;

/** A machine gets another type. */
export interface TypeChange {
  readonly equipmentId: number;
  readonly before: EquipmentType;
  readonly after: EquipmentType;
  readonly by: Principal | null;
}
export type TypeFollower = (tx: EntityManager, change: TypeChange) => Promise<void>;
/** Does in the removal's transaction what must be done before it. */
export type BeforeRemoval = (tx: EntityManager, id: number) => Promise<void>;

type Caller = Pick<CallContext, 'principal'>;

@Injectable()
export class EquipmentService {
  private readonly typeGuards: TypeGuard[] = [];
  private readonly typeFollowers: TypeFollower[] = [];
  private readonly removals: BeforeRemoval[] = [];

  constructor(
    private readonly database: Database,
    private readonly store: EquipmentStore,
    private readonly removed: RemovedEquipmentStore,
    private readonly jobs: Jobs,
  ) {}

  /** For what depends on types but is unknown here, such as rules. */
  guardTypeChanges(guard: TypeGuard): void {
    this.typeGuards.push(guard);
  }

  /** For what depends on types, in the transaction that has changed one. */
  followTypeChanges(follower: TypeFollower): void {
    this.typeFollowers.push(follower);
  }

  /** For what must know of a removal but is unknown here, such as devices. */
  beforeRemoval(act: BeforeRemoval): void {
    this.removals.push(act);
  }

  list(query: EquipmentQuery): Promise<EquipmentView[]> {
    return this.store.list(query);
  }

  create(body: EquipmentBody): Promise<EquipmentView> {
    return this.store.create(body);
  }

  async get(id: number): Promise<EquipmentView> {
    return found(await this.store.find(id));
  }

  async change(id: number, patch: EquipmentPatch, { principal }: Caller): Promise<EquipmentView> {
    return this.database.transaction(async (tx) => {
      if (!(await this.store.lock(tx, id))) throw new DomainError('NOT_FOUND');
      const machine = await this.get(id);
      const after = patch.equipment_type ?? machine.equipment_type;
      const before = machine.equipment_type;
      if (after === before) return found(await this.store.change(tx, id, patch));
      for (const guard of this.typeGuards) await guard(tx, machine, after);
      const changed = found(await this.store.change(tx, id, patch));
      const change = { equipmentId: id, before, after, by: principal ?? null };
      for (const follower of this.typeFollowers) await follower(tx, change);
      return changed;
    });
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
      for (const act of this.removals) await act(tx, id);
      if (!(await this.store.remove(tx, id))) throw new DomainError('NOT_FOUND');
      await this.removed.add(tx, id);
      await this.jobs.send(tx, purgeQueue, { equipmentId: id } satisfies Purge);
    });
  }
}
