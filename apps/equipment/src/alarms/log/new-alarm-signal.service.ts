import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { FeedSignal } from '../../readings/feed-signal.js';
import { AlarmFeedStore } from './alarm-feed.store.js';

/** Wakes followers of alarms. */
@Injectable()
export class NewAlarmSignal extends FeedSignal implements OnApplicationShutdown {
  constructor(private readonly store: AlarmFeedStore) {
    super();
  }

  protected lastComplete(): Promise<string | undefined> {
    return this.store.lastComplete();
  }
}
