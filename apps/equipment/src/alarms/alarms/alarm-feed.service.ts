import type {
  AlarmFeedEvent,
  CallContext,
  FollowAlarmsQuery,
  FollowedAlarms,
  RemovedAlarms,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { Feed } from '../../history/feeds/feed.js';
import { FeedService } from '../../history/feeds/feed.service.js';
import { AlarmFeedStore } from '../log/alarm-feed.store.js';
import { NewAlarmSignal } from '../log/new-alarm-signal.service.js';

@Injectable()
export class AlarmFeed {
  constructor(
    private readonly feeds: FeedService,
    private readonly store: AlarmFeedStore,
    private readonly newAlarms: NewAlarmSignal,
  ) {}

  follow(query: FollowAlarmsQuery, context: CallContext): Promise<FollowedAlarms> {
    const feed: Feed<AlarmFeedEvent, RemovedAlarms> = {
      name: 'alarm-feed',
      after: (position, complete) => this.store.after(position, complete, query),
      next: (waitMs) => this.newAlarms.next(waitMs),
    };
    return this.feeds.follow(feed, query.cursor, context);
  }
}
