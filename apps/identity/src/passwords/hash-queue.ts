import { DomainError } from '@argus/contracts';

export interface HashQueueLimits {
  /** Hashes computed at once; each takes a core and 19 MiB. */
  readonly concurrency: number;
  /** Hashes that may wait for their turn. */
  readonly waiting: number;
  /** How long one may wait before it is refused. */
  readonly waitMs: number;
}

/** Told for every turn how long it was waited for, in ms. */
export type WaitObserver = (waitedMs: number) => void;

interface Waiting {
  readonly start: () => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Bounds the work of password hashing, which is the dearest thing that an unknown client can ask for. What finds no
 * place, or no turn in time, is refused with UNAVAILABLE and `retryAfterSeconds` instead of piling up.
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
    await this.#turn();
    this.observe(performance.now() - askedAtMs);
    try {
      return await work();
    } finally {
      this.#release();
    }
  }

  #turn(): Promise<void> | undefined {
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

  /** Hands the place to the one that waits longest, so that nobody overtakes. */
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
