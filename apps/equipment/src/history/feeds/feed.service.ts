import { type CallContext, callerOf } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { FeedCursors, type FeedPosition } from './feed-position.service.js';

/* Below the deadline of a call, so that the reply arrives before the caller gives up. */
const MAX_WAIT_MS = 4000;
const TIME_TO_REPLY_MS = 2000;

export interface FeedPage<E, R> {
  /** What followers take out before they put in the events. */
  readonly removed: readonly R[];
  readonly events: readonly E[];
  /** Behind everything that was looked at, also what is not among the events. */
  readonly position: FeedPosition;
  readonly hasMore: boolean;
}

/** Events in the order in which transactions are known to be complete (ADR 22). */
export interface Feed<E, R> {
  /** Cursors are valid for the feed of this name. */
  readonly name: string;
  /** The current position, before every transaction that still runs. */
  now(): Promise<FeedPosition>;
  after(position: FeedPosition): Promise<FeedPage<E, R>>;
  /** Resolves when there may be something new, or after `waitMs`. */
  next(waitMs: number): Promise<void>;
}

@Injectable()
export class FeedService {
  constructor(private readonly cursors: FeedCursors) {}

  /** Returns events after a cursor as soon as there are any; none after a while. Without a cursor, returns the current one. */
  async follow<E, R>(
    feed: Feed<E, R>,
    cursor: string | undefined,
    context: CallContext,
  ): Promise<{ cursor: string; removed?: R[]; events: E[] }> {
    const principal = callerOf(context);
    if (cursor === undefined)
      return { cursor: this.cursors.seal(feed.name, await feed.now(), principal), events: [] };
    const untilMs = Math.min(Date.now() + MAX_WAIT_MS, context.deadline - TIME_TO_REPLY_MS);
    for (let position = this.cursors.open(feed.name, cursor, principal); ;) {
      const page = await feed.after(position);
      position = page.position;
      const left = untilMs - Date.now();
      if (page.events.length > 0 || page.removed.length > 0 || left <= 0)
        return {
          cursor: this.cursors.seal(feed.name, position, principal),
          ...(page.removed.length > 0 && { removed: [...page.removed] }),
          events: [...page.events],
        };
      if (!page.hasMore) await feed.next(left);
    }
  }
}
