import { DomainError } from '@argus/contracts';
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

  /** Returns reasons that have an older sibling of the same name, but for case. */
  twins(limit: number): Promise<Pick<StopReason, 'id' | 'parentId'>[]> {
    return this.database.query(
      'SELECT id, parent_id AS "parentId" FROM stop_reason WHERE twin > 0 ORDER BY id LIMIT $1',
      [limit],
    );
  }

  /** Throws REASON_EXISTS for a sibling of the same name in any case, NOT_FOUND if the parent was removed meanwhile. */
  async create(tx: EntityManager, name: string, parent: StopReason): Promise<StopReason> {
    const { id: parentId, loss, depth } = parent;
    /* A twin may be all that is left of a name. `count` has locked the table. */
    const twins = await tx.query<unknown[]>(
      'SELECT FROM stop_reason WHERE parent_id = $1 AND fold_text(name) = fold_text($2)',
      [parentId, name],
    );
    if (twins.length > 0) throw new DomainError('REASON_EXISTS');
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
