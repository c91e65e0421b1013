import { addressPrefix, DomainError, type Family, type LimitCategory } from '@argus/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import type { Claimants } from './claimants.js';
import { documentedLimits, type Limit } from './categories.js';
import { Leases, type Verdict } from './leases.js';
import { claimOf, keyOfClaim, keyOfClaimant, keyOfPrincipal } from './limit-key.js';
import { SharedCounter } from './shared-counter.js';

/** Limits how often a client may call, by the category of the operation. */
export class RateLimits {
  private readonly limits: Readonly<Record<LimitCategory, Limit>>;
  private readonly leases: Readonly<Record<LimitCategory, Leases>>;

  /** @param factor multiplies every limit. */
  constructor(
    pool: Pool,
    factor: number,
    private readonly claimants: Claimants,
  ) {
    const entries = Object.entries(documentedLimits).map(([category, { requests, windowSeconds }]) => {
      const limit = { requests: Math.max(1, Math.round(requests * factor)), windowSeconds };
      return { category, limit, leases: new Leases(new SharedCounter(pool, category, limit), limit) };
    });
    this.limits = fromEntries(entries.map(({ category, limit }) => [category, limit]));
    this.leases = fromEntries(entries.map(({ category, leases }) => [category, leases]));
  }

  /** Counts a request and puts the remaining count into the headers. Throws RATE_LIMITED beyond the limit. */
  async count(category: LimitCategory, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    this.answer(category, await this.leases[category].take(keyOf(category, request)), reply);
  }

  /**
   * Counts a log-in, a refresh or another request with a password, like `count`: first as it is worded, which keeps repetitions from
   * identity, then by what it is for.
   */
  async countAuthentication(
    category: 'authentication' | 'refresh',
    family: Family,
    request: FastifyRequest,
    reply: FastifyReply,
    body: Readonly<Record<string, unknown>> | undefined,
  ): Promise<void> {
    const leases = this.leases[category];
    const { principal, ip } = request;
    if (principal) {
      const own = keyOfClaimant(ip, `account/${principal.family}/${principal.accountId}`);
      return this.answer(category, await leases.take(own), reply);
    }
    const claim = claimOf(body);
    const worded = await leases.take(keyOfClaim(ip, family, claim));
    const countedAs = worded.allowed ? await this.claimants.countedAs(family, claim, request) : undefined;
    const known = countedAs === undefined ? worded : await leases.take(keyOfClaimant(ip, countedAs));
    this.answer(category, known.remaining < worded.remaining || !known.allowed ? known : worded, reply);
  }

  private answer(category: LimitCategory, verdict: Verdict, reply: FastifyReply): void {
    reply.headers(headersOf(category, this.limits[category], verdict));
    if (!verdict.allowed) {
      throw new DomainError('RATE_LIMITED', { retryAfterSeconds: verdict.resetSeconds });
    }
  }

  close(): void {
    for (const leases of Object.values(this.leases)) leases.close();
  }
}

/* A token does not help with sign-ups: each makes an account that could have the next. */
const keyOf = (category: LimitCategory, { principal, ip }: FastifyRequest): string =>
  principal && category !== 'sign-up' ? keyOfPrincipal(principal) : addressPrefix(ip);

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
