import { addressPrefix, DomainError } from '@argus/contracts';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { callLimits, type Limit } from './categories.js';
import { keyOfPrincipal } from './limit-key.js';

const MAX_KEYS = 50_000;

interface Window {
  requests: number;
  readonly endsAtMs: number;
}

/** Counts the calls of accounts, and of addresses without a token, in the memory of this replica. */
export class CallLimits {
  private readonly windows = new LRUCache<string, Window>({ max: MAX_KEYS });

  /** @param factor multiplies every limit. */
  constructor(private readonly factor: number) {}

  /** Counts a request. Throws RATE_LIMITED beyond the limit. */
  count({ principal, ip }: Pick<FastifyRequest, 'principal' | 'ip'>): void {
    if (principal) this.take(keyOfPrincipal(principal), callLimits.account);
    else this.take(ip.includes(':') ? addressPrefix(ip) : ip, callLimits.stranger);
  }

  private take(key: string, { requests, windowSeconds }: Limit): void {
    const nowMs = Date.now();
    let window = this.windows.get(key);
    if (window === undefined || window.endsAtMs <= nowMs) {
      window = { requests: 0, endsAtMs: nowMs + windowSeconds * 1000 };
      this.windows.set(key, window);
    }
    if (window.requests >= Math.round(requests * this.factor))
      throw new DomainError('RATE_LIMITED', { retryAfterSeconds: (window.endsAtMs - nowMs) / 1000 });
    window.requests++;
  }
}
