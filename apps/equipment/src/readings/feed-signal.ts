import { Logger } from '@nestjs/common';

const POLL_INTERVAL_MS = 200;

/** Wakes followers when there may be something new. One query polls for all of them, and only while somebody waits. */
export abstract class FeedSignal {
  private readonly logger = new Logger(this.constructor.name);
  private readonly waiting = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private seen: string | undefined;

  /** Answers a text that changes whenever there is something new. */
  protected abstract lastComplete(): Promise<string | undefined>;

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

  /** Signals what this replica stored, without waiting for the next poll. */
  wake(): void {
    for (const done of this.waiting) done();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.wake();
  }

  private async poll(): Promise<void> {
    try {
      const seen = await this.lastComplete();
      if (seen !== this.seen) this.wake();
      this.seen = seen;
    } catch (error) {
      this.logger.warn('Polling for news failed', error);
    }
    this.timer = this.waiting.size > 0 ? setTimeout(() => void this.poll(), POLL_INTERVAL_MS) : undefined;
  }
}
