import type { CallContext, FollowedReadings, FollowReadingsQuery } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { NewReadingSignal } from '../../readings/new-reading-signal.service.js';
import { FeedService } from './feed.service.js';
import { FeedStore } from './feed.store.js';

@Injectable()
export class ReadingFeed {
  constructor(
    private readonly feeds: FeedService,
    private readonly store: FeedStore,
    private readonly newReadings: NewReadingSignal,
  ) {}

  follow({ cursor, equipment }: FollowReadingsQuery, context: CallContext): Promise<FollowedReadings> {
    const feed = {
      name: 'reading-feed',
      now: () => this.store.now(),
      after: (position: Parameters<FeedStore['after']>[0]) => this.store.after(position, equipment),
      next: (waitMs: number) => this.newReadings.next(waitMs),
    };
    return this.feeds.follow(feed, cursor, context);
  }
}
