import { createHash } from 'node:crypto';
import {
  apiKeyMaxAgeMs,
  type ApiKeyPrincipal,
  apiKeyTrustContract,
  DomainError,
  type Principal,
} from '@argus/contracts';
import { newContext, RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

const MAX_CACHED_KEYS = 10_000;
const API_KEY = /^argk_[\w-]{8}_[\w-]{43}$/;

interface KeyVerdict {
  readonly principal: Principal | undefined;
}

/**
 * Verifies API keys by asking `identity`, and caches each answer for at most a minute. A key that is revoked within that
 * minute is refused by its id, like a session.
 */
@Injectable()
export class ApiKeys {
  private readonly cached = new LRUCache<string, KeyVerdict>({ max: MAX_CACHED_KEYS });

  constructor(private readonly rpc: RpcClient) {}

  /** Throws TOKEN_INVALID for a key that is unknown, expired or revoked. */
  async verify(key: string): Promise<Principal> {
    if (!API_KEY.test(key)) throw invalid();
    const id = createHash('sha256').update(key).digest('base64');
    const known = this.cached.get(id) ?? (await this.ask(id));
    if (!known.principal) throw invalid();
    return known.principal;
  }

  private async ask(hash: string): Promise<KeyVerdict> {
    const { principal } = await this.rpc.call(
      apiKeyTrustContract.operations.identify,
      { body: { key_hash: hash } },
      newContext(),
    );
    const verdict = { principal: principal ? principalOf(principal) : undefined };
    /* A key that expires within the minute is not cached beyond its end. */
    const ttl = Math.max(1, Math.min(apiKeyMaxAgeMs, Math.floor(principal?.expires_in_ms ?? apiKeyMaxAgeMs)));
    this.cached.set(hash, verdict, { ttl });
    return verdict;
  }
}

const principalOf = ({
  family,
  account_id: accountId,
  username,
  role,
  key_id: sessionId,
  scopes,
  camera_id: cameraId,
}: ApiKeyPrincipal): Principal => ({
  family,
  accountId,
  username,
  role,
  sessionId,
  scopes,
  ...(cameraId !== null && { cameraId }),
});

const invalid = (): DomainError => new DomainError('TOKEN_INVALID', { problem: 'api-key' });
