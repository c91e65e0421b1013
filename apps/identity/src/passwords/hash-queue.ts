import { DomainError } from '@argus/contracts';

export interface HashQueueLimits {
  /** Hashes computed at once; each needs a core and 19 MiB. */
  readonly concurrency: number;
  /** Hashes that may wait in each line. */
  readonly waiting: number;
  /** How long a hash may wait before it is refused. */
  readonly waitMs: number;
}

/** Called with the waiting time of every started hash, in ms. */
export type WaitObserver = (waitedMs: number) => void;

/** Who asks: somebody at a place that knows the account, or anybody. */
export type Line = 'known' | 'others';

/* Owners do not wait for strangers who guess; strangers still get every fourth turn. */
const KNOWN_IN_A_ROW = 3;

interface Waiting {
  readonly start: () => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Bounds password hashing, the most expensive operation that an unknown client can request. Work that finds the queue full, or
 * waits too long, is refused with UNAVAILABLE and `retryAfterSeconds`. Who is known has a line of their own, which is served first.
 */
export class HashQueue {
  #running = 0;
  #knownInARow = 0;
  readonly #lines: Readonly<Record<Line, Waiting[]>> = { known: [], others: [] };

  constructor(
    private readonly limits: HashQueueLimits,
    private readonly observe: WaitObserver = () => undefined,
  ) {}

  async run<T>(work: () => Promise<T>, line: Line = 'others'): Promise<T> {
    const askedAtMs = performance.now();
    await this.#waitForSlot(this.#lines[line]);
    this.observe(performance.now() - askedAtMs);
    try {
      return await work();
    } finally {
      this.#release();
    }
  }

  #waitForSlot(line: Waiting[]): Promise<void> | undefined {
    if (this.#running < this.limits.concurrency) {
      this.#running++;
      return undefined;
    }
    if (line.length >= this.limits.waiting) throw this.#busy();
    return new Promise((start, refuse) => {
      const timer = setTimeout(() => {
        line.splice(line.indexOf(waiting), 1);
        refuse(this.#busy());
      }, this.limits.waitMs);
      const waiting = { start, timer };
      line.push(waiting);
    });
  }

  /** Passes the slot to the longest waiting work of the line whose turn it is. */
  #release(): void {
    const { known, others } = this.#lines;
    const isKnownsTurn = known.length > 0 && (others.length === 0 || this.#knownInARow < KNOWN_IN_A_ROW);
    this.#knownInARow = isKnownsTurn ? this.#knownInARow + 1 : 0;
    const next = (isKnownsTurn ? known : others).shift();
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
