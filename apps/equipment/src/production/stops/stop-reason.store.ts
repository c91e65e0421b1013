import type { StopReasonView } from '@argus/contracts';
import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

export interface StopReasonRow extends StopReasonView {
  readonly depth: number;
}

const COLUMNS = 'id, name, parent_id AS parent, loss, depth';

/** The tree of reasons in the record. */
@Injectable()
export class StopReasonStore {
  constructor(private readonly database: Database) {}

  list(): Promise<StopReasonRow[]> {
    return this.database.query(`SELECT ${COLUMNS} FROM stop_reason ORDER BY depth, stop_reason.id`);
  }

  async find(id: number): Promise<StopReasonRow | undefined> {
    const [row] = await this.database.query<StopReasonRow>(
      `SELECT ${COLUMNS} FROM stop_reason WHERE id = $1`,
      [id],
    );
    return row;
  }

  /** Creations wait for each other, so that the number holds until the commit. */
  async count(tx: EntityManager): Promise<number> {
    await tx.query('LOCK TABLE stop_reason IN SHARE ROW EXCLUSIVE MODE');
    const [row] = await tx.query<{ count: number }[]>('SELECT count(*) FROM stop_reason');
    return row!.count;
  }

  async create(tx: EntityManager, name: string, parent: StopReasonRow): Promise<StopReasonRow> {
    const [row] = await mapConstraints(
      { UQ_stop_reason_name: 'REASON_EXISTS', FK_stop_reason_parent: 'NOT_FOUND' },
      () =>
        this.database.preparedIn<StopReasonRow>(
          tx,
          'stop-reason.create',
          `INSERT INTO stop_reason (parent_id, name, loss, depth) VALUES ($1, $2, $3, $4) RETURNING ${COLUMNS}`,
          [parent.id, name, parent.loss, parent.depth + 1],
        ),
    );
    return row!;
  }

  /** False for a root; throws REASON_IN_USE where others refer to it. */
  async remove(id: number): Promise<boolean> {
    const rows = await mapConstraints(
      { FK_stop_reason_parent: 'REASON_IN_USE', FK_stop_explanation_reason: 'REASON_IN_USE' },
      () =>
        this.database.query('DELETE FROM stop_reason WHERE id = $1 AND parent_id IS NOT NULL RETURNING 1', [
          id,
        ]),
    );
    return rows.length === 1;
  }
}
