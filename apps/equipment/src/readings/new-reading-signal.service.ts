import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { FeedSignal } from './feed-signal.js';
import { ReadingBatchStore } from './reading-batch.store.js';

/** Wakes followers of readings. */
@Injectable()
export class NewReadingSignal extends FeedSignal implements OnApplicationShutdown {
  constructor(private readonly batches: ReadingBatchStore) {
    super();
  }

  protected lastComplete(): Promise<string | undefined> {
    return this.batches.lastComplete();
  }
}
