import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Transactions after the one, up to the other. */
export interface TransactionSpan {
  readonly after: number;
  readonly upTo: number;
}

/* The newest complete removal: no running transaction can come before it. */
export const LAST_REMOVED = `(SELECT xid FROM removed_equipment
  WHERE xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint ORDER BY xid DESC LIMIT 1)`;

@Injectable()
export class RemovedEquipmentStore {
  constructor(private readonly database: Database) {}

  async add(tx: EntityManager, equipmentId: number): Promise<void> {
    await this.database.preparedIn(
      tx,
      'removed-equipment.add',
      'INSERT INTO removed_equipment (equipment_id, xid) VALUES ($1, pg_current_xact_id()::text::bigint)',
      [equipmentId],
    );
  }

  /** Returns the ids of machines that complete transactions removed; only this one, if it is given. */
  async within({ after, upTo }: TransactionSpan, equipmentId: number | undefined): Promise<number[]> {
    const rows = await this.database.prepared<{ id: number }>(
      'removed-equipment.within',
      `SELECT equipment_id AS id FROM removed_equipment
        WHERE xid > $1 AND xid <= $2 AND ($3::bigint IS NULL OR equipment_id = $3) ORDER BY xid, equipment_id`,
      [after, upTo, equipmentId],
    );
    return rows.map(({ id }) => id);
  }
}
