import { DomainError } from '@argus/contracts';

export interface HashQueueLimits {
  /** Hashes computed at once; each needs a core and 19 MiB. */
  readonly concurrency: number;
  /** Hashes that may wait. */
  readonly waiting: number;
  /** How long a hash may wait before it is refused. */
  readonly waitMs: number;
}

/** Called with the waiting time of every started hash, in ms. */
export type WaitObserver = (waitedMs: number) => void;

interface Waiting {
  readonly start: () => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Bounds password hashing, the most expensive operation that an unknown client can request. Work that finds the queue full, or
 * waits too long, is refused with UNAVAILABLE and `retryAfterSeconds`.
 */
export class HashQueue {
  #running = 0;
  readonly #waiting: Waiting[] = [];

  constructor(
    private readonly limits: HashQueueLimits,
    private readonly observe: WaitObserver = () => undefined,
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    const askedAtMs = performance.now();
    await this.#waitForSlot();
    this.observe(performance.now() - askedAtMs);
    try {
      return await work();
    } finally {
      this.#release();
    }
  }

  #waitForSlot(): Promise<void> | undefined {
    if (this.#running < this.limits.concurrency) {
      this.#running++;
      return undefined;
    }
    if (this.#waiting.length >= this.limits.waiting) throw this.#busy();
    return new Promise((start, refuse) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        refuse(this.#busy());
      }, this.limits.waitMs);
      const waiting = { start, timer };
      this.#waiting.push(waiting);
    });
  }

  /** Passes the slot to the longest waiting work. */
  #release(): void {
    const next = this.#waiting.shift();
    if (!next) {
      this.#running--;
      return;
    }
    clearTimeout(next.timer);
    next.start();
  }

  #busy(): DomainError {
    return new DomainError('UNAVAILABLE', { retryAfterSeconds: Math.ceil(this.limits.waitMs / 1000) });
  }
}
