import type { CallContext } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { Feed } from './feed.js';
import { FeedCursors, type FeedPosition } from './feed-position.service.js';
import { FeedStore } from './feed.store.js';

/* Below the deadline of a call, so that the reply arrives before the caller gives up. */
const MAX_WAIT_MS = 4000;
const TIME_TO_REPLY_MS = 2000;

@Injectable()
export class FeedService {
  private measuring: Promise<number> | undefined;

  constructor(
    private readonly cursors: FeedCursors,
    private readonly store: FeedStore,
  ) {}

  /** Returns events after a cursor as soon as there are any; none after a while. Without a cursor, returns the current one. */
  async follow<E, R>(
    feed: Feed<E, R>,
    cursor: string | undefined,
    context: CallContext,
  ): Promise<{ cursor: string; removed?: R[]; events: E[] }> {
    if (cursor === undefined)
      return { cursor: this.cursors.seal(feed.name, end(await this.complete())), events: [] };
    const untilMs = Math.min(nextTurnMs(), context.deadline - TIME_TO_REPLY_MS);
    for (let position = this.cursors.open(feed.name, cursor); ;) {
      const page = await feed.after(position, await this.complete());
      position = page.position;
      const left = untilMs - Date.now();
      if (page.events.length > 0 || page.removed.length > 0 || left <= 0)
        return {
          cursor: this.cursors.seal(feed.name, position),
          ...(page.removed.length > 0 && { removed: [...page.removed] }),
          events: [...page.events],
        };
      if (!page.hasMore) await feed.next(left);
    }
  }

  /** Followers that are woken together look up to the same transaction, so that they come to one position. */
  private complete(): Promise<number> {
    this.measuring ??= this.store.complete().finally(() => (this.measuring = undefined));
    return this.measuring;
  }
}

const end = (xid: number): FeedPosition => ({ xid, id: Number.MAX_SAFE_INTEGER });

/** When nothing happens all followers come back at once, wherever they began to wait. */
const nextTurnMs = (): number => (Math.floor(Date.now() / MAX_WAIT_MS) + 1) * MAX_WAIT_MS;
