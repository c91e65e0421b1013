import type { FeedPosition } from './feed-position.service.js';

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
  /** Reads what transactions up to `complete` wrote. */
  after(position: FeedPosition, complete: number): Promise<FeedPage<E, R>>;
  /** Resolves when there may be something new, or after `waitMs`. */
  next(waitMs: number): Promise<void>;
}
