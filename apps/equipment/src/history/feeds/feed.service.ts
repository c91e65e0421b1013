import type { CallContext, FollowedReadings, FollowReadingsQuery } from '@argus/contracts';
import { callerOf } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { FeedCursors } from './feed-position.js';
import { FeedStore } from './feed.store.js';
import { NewReadingSignal } from '../../readings/new-reading-signal.js';

/* Less than the time that a call may take, so that an answer is there before the caller gives up. */
const MAX_WAIT_MS = 4000;
const TIME_TO_ANSWER_MS = 2000;

@Injectable()
export class FeedService {
  constructor(
    private readonly store: FeedStore,
    private readonly cursors: FeedCursors,
    private readonly newReadings: NewReadingSignal,
  ) {}

  /** Readings after a cursor, as soon as there are some; none after a while. Without a cursor just one to begin with. */
  async follow({ cursor, equipment }: FollowReadingsQuery, context: CallContext): Promise<FollowedReadings> {
    const principal = callerOf(context);
    if (cursor === undefined)
      return { cursor: this.cursors.seal(await this.store.now(), principal), events: [] };
    const untilMs = Math.min(Date.now() + MAX_WAIT_MS, context.deadline - TIME_TO_ANSWER_MS);
    for (let position = this.cursors.open(cursor, principal); ;) {
      const page = await this.store.after(position, equipment);
      const moved = page.position.xid > position.xid || page.position.readingId > position.readingId;
      position = page.position;
      const left = untilMs - Date.now();
      if (page.readings.length > 0 || left <= 0)
        return { cursor: this.cursors.seal(position, principal), events: [...page.readings] };
      if (!moved) await this.newReadings.next(left);
    }
  }
}
