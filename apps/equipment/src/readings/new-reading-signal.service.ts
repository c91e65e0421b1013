import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { ReadingBatchStore } from './reading-batch.store.js';

const POLL_INTERVAL_MS = 200;

/** Wakes followers when new readings may be stored. One query polls for all of them, and only while somebody waits. */
@Injectable()
export class NewReadingSignal implements OnApplicationShutdown {
  private readonly logger = new Logger(NewReadingSignal.name);
  private readonly waiting = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private seen: string | undefined;

  constructor(private readonly batches: ReadingBatchStore) {}

  /** Resolves at the next signal, or after `waitMs`. */
  next(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(limit);
        this.waiting.delete(done);
        resolve();
      };
      const limit = setTimeout(done, waitMs);
      this.waiting.add(done);
      this.timer ??= setTimeout(() => void this.poll(), POLL_INTERVAL_MS);
    });
  }

  /** Signals readings that this replica stored, without waiting for the next poll. */
  wake(): void {
    for (const done of this.waiting) done();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.wake();
  }

  private async poll(): Promise<void> {
    try {
      const seen = await this.batches.lastComplete();
      if (seen !== this.seen) this.wake();
      this.seen = seen;
    } catch (error) {
      this.logger.warn('Polling for new readings failed', error);
    }
    this.timer = this.waiting.size > 0 ? setTimeout(() => void this.poll(), POLL_INTERVAL_MS) : undefined;
  }
}
