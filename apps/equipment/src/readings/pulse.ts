import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { ReadingBatchStore } from './reading-batch.store.js';

const LOOK_EVERY_MS = 200;

/** Tells all who wait that the record may have something new; looks once for all of them, and only while somebody waits. */
@Injectable()
export class Pulse implements OnApplicationShutdown {
  private readonly logger = new Logger(Pulse.name);
  private readonly waiting = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private seen: string | undefined;

  constructor(private readonly batches: ReadingBatchStore) {}

  /** Resolves with the next sign, or when the time is over. */
  next(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(limit);
        this.waiting.delete(done);
        resolve();
      };
      const limit = setTimeout(done, waitMs);
      this.waiting.add(done);
      this.timer ??= setTimeout(() => void this.look(), LOOK_EVERY_MS);
    });
  }

  /** What this replica itself stored need not wait for the next look. */
  wake(): void {
    for (const done of this.waiting) done();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.wake();
  }

  private async look(): Promise<void> {
    try {
      const seen = await this.batches.lastComplete();
      if (seen !== this.seen) this.wake();
      this.seen = seen;
    } catch (error) {
      this.logger.warn('Looking for new readings failed', error);
    }
    this.timer = this.waiting.size > 0 ? setTimeout(() => void this.look(), LOOK_EVERY_MS) : undefined;
  }
}
