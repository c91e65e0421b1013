import { addressPrefix, DomainError, type LimitCategory } from '@argus/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { documentedLimits, type Limit } from './categories.js';
import { Leases, type Verdict } from './leases.js';
import { keyOfLogin, keyOfPrincipal } from './limit-key.js';
import { SharedCounter } from './shared-counter.js';

/** Limits how often a client may call, by the category of the operation. */
export class RateLimits {
  private readonly limits: Readonly<Record<LimitCategory, Limit>>;
  private readonly leases: Readonly<Record<LimitCategory, Leases>>;

  /** @param factor multiplies every limit. */
  constructor(pool: Pool, factor: number) {
    const entries = Object.entries(documentedLimits).map(([category, { requests, windowSeconds }]) => {
      const limit = { requests: Math.max(1, Math.round(requests * factor)), windowSeconds };
      return { category, limit, leases: new Leases(new SharedCounter(pool, category, limit), limit) };
    });
    this.limits = fromEntries(entries.map(({ category, limit }) => [category, limit]));
    this.leases = fromEntries(entries.map(({ category, leases }) => [category, leases]));
  }

  /** Counts a request and puts the remaining count into the headers. Throws RATE_LIMITED beyond the limit. */
  async count(
    category: LimitCategory,
    request: FastifyRequest,
    reply: FastifyReply,
    body?: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const verdict = await this.leases[category].take(keyOf(category, request, body));
    reply.headers(headersOf(category, this.limits[category], verdict));
    if (!verdict.allowed) {
      throw new DomainError('RATE_LIMITED', { retryAfterSeconds: verdict.resetSeconds });
    }
  }

  close(): void {
    for (const leases of Object.values(this.leases)) leases.close();
  }
}

function keyOf(
  category: LimitCategory,
  { principal, ip }: FastifyRequest,
  body: Readonly<Record<string, unknown>> | undefined,
): string {
  if (principal) return keyOfPrincipal(principal);
  return category === 'authentication' ? keyOfLogin(ip, body) : addressPrefix(ip);
}

/** Returns the IETF fields (draft-ietf-httpapi-ratelimit-headers) and the older ones; resets are seconds from now. */
function headersOf(
  category: LimitCategory,
  { requests, windowSeconds }: Limit,
  { remaining, resetSeconds }: Verdict,
): Record<string, string> {
  return {
    'ratelimit-policy': `"${category}";q=${requests};w=${windowSeconds}`,
    ratelimit: `"${category}";r=${remaining};t=${resetSeconds}`,
    'x-ratelimit-limit': String(requests),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(resetSeconds),
  };
}

const fromEntries = <T>(entries: readonly [string, T][]): Record<LimitCategory, T> =>
  Object.fromEntries(entries) as Record<LimitCategory, T>;
