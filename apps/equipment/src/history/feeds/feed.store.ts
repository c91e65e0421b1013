import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { ReadingView } from '@argus/contracts';
import { ReadingStore } from '../../readings/reading.store.js';
import type { FeedPosition } from './feed-position.service.js';
import type { FeedPage } from './feed.service.js';

interface Batch {
  readonly xid: number;
  readonly firstId: number;
  readonly lastId: number;
}

const BATCHES_PER_PAGE = 200;
const READINGS_PER_PAGE = 1000;

/** Reads in the order in which transactions are known to be complete (ADR 22). */
@Injectable()
export class FeedStore {
  constructor(
    private readonly database: Database,
    private readonly readings: ReadingStore,
  ) {}

  /** Returns the current position, before every transaction that still runs. */
  async now(): Promise<FeedPosition> {
    const [row] = await this.database.prepared<{ xid: number }>(
      'feed.now',
      'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1 AS xid',
    );
    return { xid: row!.xid, id: Number.MAX_SAFE_INTEGER };
  }

  /** Returns the next page. Its position is behind all readings that were looked at, also those of other machines. */
  async after(position: FeedPosition, equipmentId: number | undefined): Promise<FeedPage<ReadingView>> {
    const batches = upTo(READINGS_PER_PAGE, await this.batchesAfter(position), position);
    const last = batches.at(-1);
    if (last === undefined) return { events: [], position, hasMore: false };
    const events = await this.readings.ofIds(batches.flatMap(idsOf), equipmentId);
    return { events, position: { xid: last.xid, id: last.lastId }, hasMore: true };
  }

  /**
   * Returns batches of transactions older than every running one: these are complete, and no other can appear before them.
   */
  private batchesAfter({ xid, id }: FeedPosition): Promise<Batch[]> {
    return this.database.prepared<Batch>(
      'feed.batches',
      `SELECT xid, first_id AS "firstId", last_id AS "lastId" FROM reading_batch
        WHERE xid >= $1 AND (xid > $1 OR last_id > $2)
          AND xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        ORDER BY xid, first_id LIMIT ${BATCHES_PER_PAGE}`,
      [xid, id],
    );
  }
}

/** Cuts batches to at most `max` readings after a position. The rest follows on the next page. */
function upTo(max: number, batches: readonly Batch[], { xid, id }: FeedPosition): Batch[] {
  const taken: Batch[] = [];
  let left = max;
  for (const batch of batches) {
    const firstId = batch.xid === xid ? Math.max(batch.firstId, id + 1) : batch.firstId;
    const lastId = Math.min(batch.lastId, firstId + left - 1);
    taken.push({ xid: batch.xid, firstId, lastId });
    left -= lastId - firstId + 1;
    if (left === 0) break;
  }
  return taken;
}

const idsOf = ({ firstId, lastId }: Batch): number[] =>
  Array.from({ length: lastId - firstId + 1 }, (_, offset) => firstId + offset);
