import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { LAST_REMOVED } from '../machines/removed-equipment.store.js';

/** Consecutive ids, both ends included. */
export interface IdRun {
  readonly firstId: number;
  readonly lastId: number;
}

@Injectable()
export class ReadingBatchStore {
  constructor(private readonly database: Database) {}

  /**
   * Lets the transaction wait for locks and statements up to 20 s instead of 2 s and 5 s: below the deadline of the operation
   * that stores batches.
   */
  async waitLonger(tx: EntityManager): Promise<void> {
    await tx.query("SET LOCAL lock_timeout = '20s'; SET LOCAL statement_timeout = '20s'");
  }

  /** Takes ids for new readings and stores the batch that followers read, in runs without a gap. */
  takeIds(tx: EntityManager, count: number): Promise<IdRun[]> {
    return this.database.preparedIn<IdRun>(tx, 'reading.take-ids', TAKE_IDS, [count]);
  }

  /** Lets followers read a reading again that was corrected; tells them that it was removed from a machine, if one is given. */
  async repeat(tx: EntityManager, readingId: number, removedFrom?: number): Promise<void> {
    this.database.sendIn(
      tx,
      'reading-batch.repeat',
      `INSERT INTO reading_batch (xid, first_id, last_id, removed_from)
       VALUES (pg_current_xact_id()::text::bigint, $1, $1, $2)`,
      [readingId, removedFrom ?? null],
    );
  }

  /** Returns a text that changes whenever a batch or the removal of a machine becomes complete: no running transaction can come before it. */
  async lastComplete(): Promise<string | undefined> {
    const [row] = await this.database.prepared<{ seen: string }>(
      'reading-batch.last-complete',
      LAST_COMPLETE,
    );
    return row?.seen;
  }
}

/* Ids that concurrent transactions take leave gaps, so one call may make several batches. */
const TAKE_IDS = `
  WITH taken AS (SELECT nextval('reading_id') AS id, place FROM generate_series(1, $1::int) AS place),
       batch AS (INSERT INTO reading_batch (xid, first_id, last_id)
                 SELECT pg_current_xact_id()::text::bigint, min(id), max(id) FROM taken GROUP BY id - place
                 RETURNING first_id, last_id)
  SELECT first_id AS "firstId", last_id AS "lastId" FROM batch ORDER BY 1`;

const LAST_COMPLETE = `
  SELECT concat_ws(' ', ${LAST_REMOVED}, (
    SELECT xid || ' ' || last_id FROM reading_batch
     WHERE xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint ORDER BY xid DESC, first_id DESC LIMIT 1)) AS seen`;
