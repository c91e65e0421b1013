import { Instant, type RuleDefinition } from '@argus/contracts';
import type { Arrival, RefusalReason } from '@argus/alarms';
import { Database, type StoredTime } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** How far a piece of equipment is evaluated; times in milliseconds since 1970, infinite where there is none. */
export interface Watch {
  readonly equipmentId: number;
  readonly type: string;
  readonly revision: number;
  readonly headAt: number;
  readonly firedUntil: number;
  readonly checkpointAt: number;
  /** By how much the newest reading lay behind the clock when the last one arrived. */
  readonly lagMs: number;
}

export interface WatchUpdate {
  readonly equipmentId: number;
  readonly headAt: number;
  readonly firedUntil: number;
  readonly checkpointAt: number;
  readonly lagMs: number;
  /** By the clock. */
  readonly dueAt: number;
}

type WatchRow = Omit<Watch, 'headAt' | 'firedUntil' | 'checkpointAt'> & {
  readonly headAt: StoredTime | null;
  readonly firedUntil: StoredTime | null;
  readonly checkpointAt: StoredTime | null;
};

/** The equipment that a rule is about; all where it names none. */
export type Scope = Pick<RuleDefinition, 'equipment' | 'equipment_type'>;

/** `Infinity` of either sign is stored as null. */
const instantOf = (at: number): Instant | null => (Number.isFinite(at) ? Instant.ofMs(at) : null);
const time = (at: StoredTime | null): number => at?.ms ?? -Infinity;

/* Lock order when deleting: `equipment` row, then `equipment_watch`. SKIP LOCKED readers never block. */
const LOCK = 'FOR UPDATE OF w SKIP LOCKED FOR KEY SHARE OF e SKIP LOCKED';

/** How far the rules are evaluated, one row per piece of equipment; its lock serialises their evaluation. */
@Injectable()
export class WatchStore {
  constructor(private readonly database: Database) {}

  /** Locks the watches of equipment whose rows the transaction has locked; inserts missing ones. */
  async lock(tx: EntityManager, ids: readonly number[]): Promise<Watch[]> {
    const rows = await this.select(tx, ids);
    if (rows.length === ids.length) return rows;
    await tx.query(
      `INSERT INTO equipment_watch (equipment_id)
       SELECT id FROM equipment WHERE id = ANY($1::bigint[]) ORDER BY id ON CONFLICT DO NOTHING`,
      [ids],
    );
    return this.select(tx, ids);
  }

  /** Whether a watch is due by then, or to be rechecked. Locks nothing. */
  async anyDue(before: number): Promise<boolean> {
    const [row] = await this.database.prepared<{ due: boolean }>(
      'watch.any-due',
      'SELECT EXISTS (SELECT 1 FROM equipment_watch WHERE due_at <= $1) AS due',
      [Instant.ofMs(before)],
    );
    return row?.due === true;
  }

  /** Locks watches with timers due by then that nobody else has locked; at most `max`. */
  async lockDue(tx: EntityManager, before: number, max: number): Promise<number[]> {
    const rows = await this.database.preparedIn<{ id: number }>(
      tx,
      'watch.due',
      `SELECT w.equipment_id AS id FROM equipment_watch w JOIN equipment e ON e.id = w.equipment_id
        WHERE w.due_at <= $1 AND w.due_at > '-infinity' ORDER BY w.equipment_id LIMIT $2 ${LOCK}`,
      [Instant.ofMs(before), max],
    );
    return rows.map(({ id }) => id);
  }

  /** Makes equipment be evaluated soon, because rules may apply that it does not know, or others than before. */
  async recheck(tx: EntityManager, scopes: readonly Scope[]): Promise<void> {
    await tx.query(
      `UPDATE equipment_watch w SET due_at = '-infinity' FROM equipment e
        WHERE e.id = w.equipment_id AND EXISTS (
          SELECT 1 FROM unnest($1::bigint[], $2::text[]) AS s (id, type)
           WHERE coalesce(s.id, e.id) = e.id AND coalesce(s.type, e.equipment_type) = e.equipment_type)`,
      [
        scopes.map(({ equipment }) => equipment ?? null),
        scopes.map(({ equipment_type }) => equipment_type ?? null),
      ],
    );
  }

  /** Locks watches to be rechecked that nobody else has locked; at most `max`. */
  async lockUnchecked(tx: EntityManager, max: number): Promise<number[]> {
    const rows = await this.database.preparedIn<{ id: number }>(
      tx,
      'watch.unchecked',
      `SELECT w.equipment_id AS id FROM equipment_watch w JOIN equipment e ON e.id = w.equipment_id
        WHERE w.due_at = '-infinity' ORDER BY w.equipment_id LIMIT $1 ${LOCK}`,
      [max],
    );
    return rows.map(({ id }) => id);
  }

  /** Locks watches that were silent since then and whose newest reading is in no checkpoint; at most `max`. */
  async lockIdle(tx: EntityManager, since: number, max: number): Promise<number[]> {
    const rows = await this.database.preparedIn<{ id: number }>(
      tx,
      'watch.idle',
      `SELECT w.equipment_id AS id FROM equipment_watch w JOIN equipment e ON e.id = w.equipment_id
        WHERE w.head_at + w.lag_ms * interval '1 millisecond' < $1
          AND (w.checkpoint_at IS NULL OR w.checkpoint_at < w.head_at)
        ORDER BY w.equipment_id LIMIT $2 ${LOCK}`,
      [Instant.ofMs(since), max],
    );
    return rows.map(({ id }) => id);
  }

  async update(tx: EntityManager, updates: readonly WatchUpdate[]): Promise<void> {
    this.database.sendIn(
      tx,
      'watch.update',
      `UPDATE equipment_watch w SET revision = w.revision + 1, head_at = u.head_at, fired_until = u.fired_until,
              checkpoint_at = u.checkpoint_at, due_at = u.due_at, lag_ms = u.lag_ms
         FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[],
                     $6::bigint[])
              AS u (equipment_id, head_at, fired_until, checkpoint_at, due_at, lag_ms)
        WHERE w.equipment_id = u.equipment_id`,
      [
        updates.map(({ equipmentId }) => equipmentId),
        updates.map(({ headAt }) => instantOf(headAt)),
        updates.map(({ firedUntil }) => instantOf(firedUntil)),
        updates.map(({ checkpointAt }) => instantOf(checkpointAt)),
        updates.map(({ dueAt }) => instantOf(dueAt)),
        updates.map(({ lagMs }) => lagMs),
      ],
    );
  }

  async refuse(
    tx: EntityManager,
    refused: readonly { sample: Arrival & { id: number; equipmentId: number }; reason: RefusalReason }[],
  ): Promise<void> {
    if (refused.length === 0) return;
    this.database.sendIn(
      tx,
      'watch.refuse',
      `INSERT INTO unevaluated_reading (equipment_id, reading_id, reason, measured_at, received_at)
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::timestamptz[], $5::timestamptz[])
       ON CONFLICT DO NOTHING`,
      [
        refused.map(({ sample }) => sample.equipmentId),
        refused.map(({ sample }) => sample.id),
        refused.map(({ reason }) => reason),
        refused.map(({ sample }) => Instant.ofMs(sample.at)),
        refused.map(({ sample }) => Instant.ofMs(sample.receivedAt)),
      ],
    );
  }

  private async select(tx: EntityManager, ids: readonly number[]): Promise<Watch[]> {
    const rows = await this.database.preparedIn<WatchRow>(
      tx,
      'watch.lock',
      `SELECT w.equipment_id AS "equipmentId", e.equipment_type AS type, w.revision,
              w.head_at AS "headAt", w.fired_until AS "firedUntil", w.checkpoint_at AS "checkpointAt",
              w.lag_ms AS "lagMs"
         FROM equipment_watch w JOIN equipment e ON e.id = w.equipment_id
        WHERE w.equipment_id = ANY($1::bigint[]) ORDER BY w.equipment_id FOR UPDATE OF w`,
      [ids],
    );
    return rows.map((row) => ({
      ...row,
      headAt: time(row.headAt),
      firedUntil: time(row.firedUntil),
      checkpointAt: time(row.checkpointAt),
    }));
  }
}
