import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { ReadingView, RemovedReading } from '@argus/contracts';
import { RemovedEquipmentStore } from '../../machines/removed-equipment.store.js';
import { ReadingStore } from '../../readings/reading.store.js';
import { behind, type FeedPosition } from './feed-position.service.js';
import type { FeedPage } from './feed.js';

interface Batch {
  readonly xid: number;
  readonly firstId: number;
  readonly lastId: number;
  readonly removedFrom: number | null;
}

const BATCHES_PER_PAGE = 200;
const READINGS_PER_PAGE = 1000;
const XMIN = 'pg_snapshot_xmin(pg_current_snapshot())::text::bigint';

/** Reads in the order in which transactions are known to be complete (ADR 22). */
@Injectable()
export class FeedStore {
  constructor(
    private readonly database: Database,
    private readonly readings: ReadingStore,
    private readonly removed: RemovedEquipmentStore,
  ) {}

  /** Returns the last transaction before every one that still runs. No other can appear before it. */
  async complete(): Promise<number> {
    const [row] = await this.database.prepared<{ xid: number }>('feed.complete', `SELECT ${XMIN} - 1 AS xid`);
    return row!.xid;
  }

  /** Returns the next page. Its position is behind all readings that were looked at, also those of other machines. */
  async after(
    from: FeedPosition,
    complete: number,
    equipmentId: number | undefined,
  ): Promise<FeedPage<ReadingView, RemovedReading>> {
    const stored = await this.batchesAfter(from, complete);
    const batches = upTo(READINGS_PER_PAGE, stored, from);
    const last = batches.at(-1);
    const hasMore =
      stored.length === BATCHES_PER_PAGE ||
      batches.length < stored.length ||
      last?.lastId !== stored.at(-1)?.lastId;
    const position = hasMore ? { xid: last!.xid, id: last!.lastId } : behind(complete, from);
    const machines = await this.removed.within({ after: from.xid, upTo: position.xid }, equipmentId);
    return {
      removed: [...batches.flatMap(removedOf(equipmentId)), ...machines.map(allOf)],
      /* Read after the batches: what these removed is not there, unless it came back. */
      events: await this.readings.ofIds(batches.flatMap(idsOf), equipmentId),
      position,
      hasMore,
    };
  }

  private batchesAfter({ xid, id }: FeedPosition, complete: number): Promise<Batch[]> {
    return this.database.prepared<Batch>(
      'feed.batches',
      `SELECT xid, first_id AS "firstId", last_id AS "lastId", removed_from AS "removedFrom" FROM reading_batch
        WHERE xid >= $1 AND (xid > $1 OR last_id > $2) AND xid <= $3
        ORDER BY xid, first_id LIMIT ${BATCHES_PER_PAGE}`,
      [xid, id, complete],
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
    taken.push({ ...batch, firstId, lastId });
    left -= lastId - firstId + 1;
    if (left === 0) break;
  }
  return taken;
}

const idsOf = ({ firstId, lastId }: Batch): number[] =>
  Array.from({ length: lastId - firstId + 1 }, (_, offset) => firstId + offset);

const removedOf =
  (equipmentId: number | undefined) =>
  ({ firstId, removedFrom }: Batch): RemovedReading[] =>
    removedFrom === null || removedFrom !== (equipmentId ?? removedFrom)
      ? []
      : [{ id: firstId, equipment: removedFrom }];

const allOf = (equipment: number): RemovedReading => ({ id: null, equipment });
