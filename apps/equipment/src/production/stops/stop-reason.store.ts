import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { StopReason } from './stop-reason.entity.js';

@Injectable()
export class StopReasonStore {
  constructor(private readonly database: Database) {}

  list(): Promise<StopReason[]> {
    return this.database.entities((manager) =>
      manager.find(StopReason, { order: { depth: 'ASC', id: 'ASC' } }),
    );
  }

  find(id: number): Promise<StopReason | null> {
    return this.database.entities((manager) => manager.findOneBy(StopReason, { id }));
  }

  /** Locks the table, so that the count holds until the commit. */
  async count(tx: EntityManager): Promise<number> {
    await tx.query('LOCK TABLE stop_reason IN SHARE ROW EXCLUSIVE MODE');
    return tx.count(StopReason);
  }

  /** Throws REASON_EXISTS for a sibling of the same name, NOT_FOUND if the parent was removed meanwhile. */
  create(tx: EntityManager, name: string, parent: StopReason): Promise<StopReason> {
    const { id: parentId, loss, depth } = parent;
    const reason = tx.create(StopReason, { parentId, name, loss, depth: depth + 1 });
    return mapConstraints(
      { UQ_stop_reason_name: 'REASON_EXISTS', FK_stop_reason_parent: 'NOT_FOUND' },
      async () => {
        await tx.insert(StopReason, reason);
        return reason;
      },
    );
  }

  /** Returns false for a root. Throws REASON_IN_USE if others refer to it. */
  async remove(id: number): Promise<boolean> {
    const { affected } = await mapConstraints(
      { FK_stop_reason_parent: 'REASON_IN_USE', FK_stop_explanation_reason: 'REASON_IN_USE' },
      () => this.database.entities((manager) => manager.delete(StopReason, { id, parentId: Not(IsNull()) })),
    );
    return affected === 1;
  }
}
