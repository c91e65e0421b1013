import type {
  CallContext,
  FollowedReadings,
  FollowReadingsQuery,
  ReadingView,
  RemovedReading,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { NewReadingSignal } from '../../readings/new-reading-signal.service.js';
import type { Feed } from './feed.js';
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
    const feed: Feed<ReadingView, RemovedReading> = {
      name: 'reading-feed',
      after: (position, complete) => this.store.after(position, complete, equipment),
      next: (waitMs) => this.newReadings.next(waitMs),
    };
    return this.feeds.follow(feed, cursor, context);
  }
}
