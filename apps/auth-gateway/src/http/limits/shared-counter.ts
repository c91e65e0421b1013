import { type FairQueue, shareOfConnections } from '@argus/persistence';
import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limit } from './categories.js';

/* A slower limiter costs more than it saves. */
const STORE_TIMEOUT_MS = 500;
/* How long a failed store is not asked again. */
const STORE_PAUSE_MS = 5_000;

const COUNTER_TABLE = 'rate_limit';

export interface Count {
  /** Requests in the window, including this one; above the limit if it was refused. */
  readonly consumed: number;
  readonly resetAtMs: number;
}

/**
 * Counts requests per key in fixed windows, in Postgres for all replicas together. While Postgres fails or is slow, each
 * replica counts by itself: the limit then holds per replica.
 */
export class SharedCounter {
  private readonly logger = new Logger('RateLimit');
  private readonly store: RateLimiterPostgres;
  private readonly insurance: RateLimiterMemory;
  /* So that sign-ups leave connections to count log-ins. */
  private readonly share: FairQueue;
  private pausedUntilMs = 0;

  constructor(pool: Pool, name: string, { requests, windowSeconds }: Limit) {
    this.share = shareOfConnections({ pool }, 0.3);
    const options = { keyPrefix: name, points: requests, duration: windowSeconds };
    this.store = new RateLimiterPostgres({
      ...options,
      storeClient: pool,
      storeType: 'pool',
      tableName: COUNTER_TABLE,
      tableCreated: true,
      /* RateLimitClock does. */
      clearExpiredByTimeout: false,
    });
    this.insurance = new RateLimiterMemory(options);
  }

  async add(key: string, requests: number): Promise<Count> {
    const inStore = await this.share.run(key, () => this.addInStore(key, requests)).catch(() => undefined);
    return inStore ?? countOf(this.insurance.consume(key, requests));
  }

  /** Subtracts requests that were added and not used. A failure costs the client only a few requests. */
  giveBack(key: string, requests: number): void {
    if (this.isPaused()) return;
    this.store.reward(key, requests).catch((error: unknown) => this.logger.debug(String(error)));
  }

  /** Returns undefined while the store is not to be asked. */
  private async addInStore(key: string, requests: number): Promise<Count | undefined> {
    if (this.isPaused()) return undefined;
    try {
      return await withTimeout(countOf(this.store.consume(key, requests)));
    } catch (error) {
      /* Those that were asked together fail together. */
      if (this.isPaused()) return undefined;
      this.pausedUntilMs = Date.now() + STORE_PAUSE_MS;
      this.logger.warn(`The shared counter failed; this replica counts rate limits alone: ${String(error)}`);
      return undefined;
    }
  }

  private isPaused(): boolean {
    return Date.now() < this.pausedUntilMs;
  }
}

/* Beyond the limit, the library rejects with the same kind of result. */
async function countOf(consuming: Promise<RateLimiterRes>): Promise<Count> {
  const { consumedPoints: consumed, msBeforeNext } = await consuming.catch((refused: unknown) => {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  });
  return { consumed, resetAtMs: Date.now() + msBeforeNext };
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const fail = (): void => reject(new Error(`no answer in ${STORE_TIMEOUT_MS} ms`));
    /* After a stall of the event loop the answer may be there, unread: `setImmediate` comes after what was received. */
    timer = setTimeout(() => setImmediate(fail), STORE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
