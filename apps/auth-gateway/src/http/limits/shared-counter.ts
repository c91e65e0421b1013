import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limit } from './categories.js';

/* A limiter that is slower than this costs more than it saves. */
const STORE_TIME_LIMIT_MS = 500;
/* How long a store that failed is left alone. */
const REST_MS = 5_000;

const COUNTER_TABLE = 'rate_limit';

export interface Count {
  /** Requests in the window, this one among them; more than the limit when it was refused. */
  readonly consumed: number;
  readonly resetAtMs: number;
}

/**
 * Counts requests per key in fixed windows, in Postgres for all replicas together. While Postgres fails or dawdles, each
 * replica counts for itself: a limit may then be reached once per replica, but there always is one.
 */
export class SharedCounter {
  private readonly logger = new Logger('RateLimit');
  private readonly store: RateLimiterPostgres;
  private readonly insurance: RateLimiterMemory;
  private restUntilMs = 0;

  constructor(pool: Pool, name: string, { requests, windowSeconds }: Limit) {
    const options = { keyPrefix: name, points: requests, duration: windowSeconds };
    this.store = new RateLimiterPostgres({
      ...options,
      storeClient: pool,
      storeType: 'pool',
      tableName: COUNTER_TABLE,
      tableCreated: true,
    });
    this.insurance = new RateLimiterMemory(options);
  }

  async add(key: string, requests: number): Promise<Count> {
    if (Date.now() >= this.restUntilMs) {
      try {
        return await inTime(countOf(this.store.consume(key, requests)));
      } catch (error) {
        this.restUntilMs = Date.now() + REST_MS;
        this.logger.warn(`Limits are counted by this replica alone: ${String(error)}`);
      }
    }
    return countOf(this.insurance.consume(key, requests));
  }

  /** Takes back what was added and not used; a failure only costs its owner a few requests. */
  giveBack(key: string, requests: number): void {
    if (Date.now() < this.restUntilMs) return;
    this.store.reward(key, requests).catch((error: unknown) => this.logger.debug(String(error)));
  }
}

/** The library rejects with the same kind of result when the limit is passed. */
async function countOf(consuming: Promise<RateLimiterRes>): Promise<Count> {
  const { consumedPoints: consumed, msBeforeNext } = await consuming.catch((refused: unknown) => {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  });
  return { consumed, resetAtMs: Date.now() + msBeforeNext };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer in ${STORE_TIME_LIMIT_MS} ms`)),
      STORE_TIME_LIMIT_MS,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
