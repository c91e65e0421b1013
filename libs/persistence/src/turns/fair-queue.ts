import { DomainError } from '@argus/contracts';
import { FairLine } from './fair-line.js';

export interface FairQueueLimits {
  /** Pieces of work done at once. */
  readonly concurrency: number;
  /** Pieces of work that may wait. */
  readonly waiting: number;
  /** How long one may wait before it is refused. */
  readonly waitMs: number;
}

/** Called with the waiting time of every started piece of work, in ms. */
export type WaitObserver = (waitedMs: number) => void;

interface Waiting {
  readonly start: () => void;
  readonly refuse: () => void;
}

/**
 * Bounds how much expensive work is done at once. Work that finds the queue full, or waits too long, is refused with UNAVAILABLE
 * and `retryAfterSeconds`. Places take turns, and a full queue makes room: it is full only for the place that fills it.
 */
export class FairQueue {
  #running = 0;
  readonly #line = new FairLine<Waiting>();

  constructor(
    private readonly limits: FairQueueLimits,
    private readonly observe: WaitObserver = () => undefined,
  ) {}

  async run<T>(place: string, work: () => Promise<T>): Promise<T> {
    const askedAtMs = performance.now();
    await this.#waitForSlot(place);
    this.observe(performance.now() - askedAtMs);
    try {
      return await work();
    } finally {
      this.#release();
    }
  }

  #waitForSlot(place: string): Promise<void> | undefined {
    if (this.#running < this.limits.concurrency) {
      this.#running++;
      return undefined;
    }
    const line = this.#line;
    if (line.length >= this.limits.waiting) {
      const crowding = line.makeRoomFor(place);
      if (!crowding) throw this.#busy();
      crowding.refuse();
    }
    return new Promise((resolve, reject) => {
      const refuse = (): void => {
        clearTimeout(timer);
        reject(this.#busy());
      };
      const start = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const waiting = { start, refuse };
      const timer = setTimeout(() => {
        line.remove(place, waiting);
        refuse();
      }, this.limits.waitMs);
      line.push(place, waiting);
    });
  }

  /** Passes the slot to the work whose turn it is. */
  #release(): void {
    const next = this.#line.shift();
    if (next) next.start();
    else this.#running--;
  }

  #busy(): DomainError {
    return new DomainError('UNAVAILABLE', { retryAfterSeconds: Math.ceil(this.limits.waitMs / 1000) });
  }
}
