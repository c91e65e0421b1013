import { DomainError } from '@argus/contracts';
import { FairLine } from './fair-line.js';

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

/** For whom a hash is computed. */
export interface Asker {
  /** Default: others. */
  readonly line?: Line | undefined;
  /** Addresses take turns. Default: the operator's. */
  readonly address?: string | undefined;
}

/* Owners do not wait for strangers who guess; strangers still get every fourth turn. */
const KNOWN_IN_A_ROW = 3;

interface Waiting {
  readonly start: () => void;
  readonly refuse: () => void;
}

/**
 * Bounds password hashing, the most expensive operation that an unknown client can request. Work that finds the queue full, or
 * waits too long, is refused with UNAVAILABLE and `retryAfterSeconds`. Who is known has a line of their own, which is served first.
 * Whoever signs up is known at their address, so a line is full only for the address that fills it.
 */
export class HashQueue {
  #running = 0;
  #knownInARow = 0;
  readonly #lines: Readonly<Record<Line, FairLine<Waiting>>> = {
    known: new FairLine(),
    others: new FairLine(),
  };

  constructor(
    private readonly limits: HashQueueLimits,
    private readonly observe: WaitObserver = () => undefined,
  ) {}

  async run<T>(work: () => Promise<T>, { line = 'others', address = '' }: Asker = {}): Promise<T> {
    const askedAtMs = performance.now();
    await this.#waitForSlot(this.#lines[line], address);
    this.observe(performance.now() - askedAtMs);
    try {
      return await work();
    } finally {
      this.#release();
    }
  }

  #waitForSlot(line: FairLine<Waiting>, address: string): Promise<void> | undefined {
    if (this.#running < this.limits.concurrency) {
      this.#running++;
      return undefined;
    }
    if (line.length >= this.limits.waiting) {
      const crowding = line.makeRoomFor(address);
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
        line.remove(address, waiting);
        refuse();
      }, this.limits.waitMs);
      line.push(address, waiting);
    });
  }

  /** Passes the slot to the work of the line whose turn it is. */
  #release(): void {
    const { known, others } = this.#lines;
    const isKnownsTurn = known.length > 0 && (others.length === 0 || this.#knownInARow < KNOWN_IN_A_ROW);
    this.#knownInARow = isKnownsTurn ? this.#knownInARow + 1 : 0;
    const next = (isKnownsTurn ? known : others).shift();
    if (next) next.start();
    else this.#running--;
  }

  #busy(): DomainError {
    return new DomainError('UNAVAILABLE', { retryAfterSeconds: Math.ceil(this.limits.waitMs / 1000) });
  }
}
