import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { ReadingView } from '@argus/contracts';
import { ReadingStore } from '../../readings/reading.store.js';
import type { FeedPosition } from './feed-position.js';

interface Batch {
  readonly xid: number;
  readonly first_id: number;
  readonly last_id: number;
}

export interface FeedPage {
  readonly readings: readonly ReadingView[];
  readonly position: FeedPosition;
}

const BATCHES_A_PAGE = 200;
const READINGS_A_PAGE = 1000;

/** Readings in the order in which their transactions are known to be complete (ADR 22). */
@Injectable()
export class FeedStore {
  constructor(
    private readonly database: Database,
    private readonly readings: ReadingStore,
  ) {}

  /** Where the feed is now: before everything that is not complete yet. */
  async now(): Promise<FeedPosition> {
    const [row] = await this.database.prepared<{ xid: number }>(
      'feed.now',
      'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1 AS xid',
    );
    return { xid: row!.xid, readingId: Number.MAX_SAFE_INTEGER };
  }

  /** What comes after a position; the new position is behind everything that was looked at, shown or not. */
  async after(position: FeedPosition, equipmentId: number | undefined): Promise<FeedPage> {
    const batches = upTo(READINGS_A_PAGE, await this.batchesAfter(position), position);
    const last = batches.at(-1);
    if (last === undefined) return { readings: [], position };
    const readings = await this.readings.ofIds(batches.flatMap(idsOf), equipmentId);
    return { readings, position: { xid: last.xid, readingId: last.last_id } };
  }

  /**
   * Batches of transactions that are older than every running one: none of them can still change, and no other can come
   * before them.
   */
  private batchesAfter({ xid, readingId }: FeedPosition): Promise<Batch[]> {
    return this.database.prepared<Batch>(
      'feed.batches',
      `SELECT xid, first_id, last_id FROM reading_batch
        WHERE xid >= $1 AND (xid > $1 OR last_id > $2)
          AND xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        ORDER BY xid, first_id LIMIT ${BATCHES_A_PAGE}`,
      [xid, readingId],
    );
  }
}

/** What is left of batches after a position, up to so many readings; the rest of a larger one comes with the next page. */
function upTo(most: number, batches: readonly Batch[], { xid, readingId }: FeedPosition): Batch[] {
  const taken: Batch[] = [];
  let left = most;
  for (const batch of batches) {
    const first_id = batch.xid === xid ? Math.max(batch.first_id, readingId + 1) : batch.first_id;
    const last_id = Math.min(batch.last_id, first_id + left - 1);
    taken.push({ xid: batch.xid, first_id, last_id });
    left -= last_id - first_id + 1;
    if (left === 0) break;
  }
  return taken;
}

const idsOf = ({ first_id, last_id }: Batch): number[] =>
  Array.from({ length: last_id - first_id + 1 }, (_, place) => first_id + place);
