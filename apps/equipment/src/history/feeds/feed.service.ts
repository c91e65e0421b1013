import type { CallContext, FollowedReadings, FollowReadingsQuery } from '@argus/contracts';
import { callerOf } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { FeedCursors } from './feed-position.service.js';
import { FeedStore } from './feed.store.js';
import { NewReadingSignal } from '../../readings/new-reading-signal.service.js';

/* Below the deadline of a call, so that the reply arrives before the caller gives up. */
const MAX_WAIT_MS = 4000;
const TIME_TO_REPLY_MS = 2000;

@Injectable()
export class FeedService {
  constructor(
    private readonly store: FeedStore,
    private readonly cursors: FeedCursors,
    private readonly newReadings: NewReadingSignal,
  ) {}

  /** Returns readings after a cursor as soon as there are any; none after a while. Without a cursor, returns the current one. */
  async follow({ cursor, equipment }: FollowReadingsQuery, context: CallContext): Promise<FollowedReadings> {
    const principal = callerOf(context);
    if (cursor === undefined)
      return { cursor: this.cursors.seal(await this.store.now(), principal), events: [] };
    const untilMs = Math.min(Date.now() + MAX_WAIT_MS, context.deadline - TIME_TO_REPLY_MS);
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
