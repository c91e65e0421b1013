import { createHash } from 'node:crypto';
import { apiKeyMaxAgeMs, apiKeyTrustContract, DomainError, type Principal } from '@argus/contracts';
import { newContext, RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

const REMEMBERED_KEYS = 10_000;
const API_KEY = /^argk_[\w-]{8}_[\w-]{43}$/;

/**
 * Judges API keys by asking identity, and remembers each answer for a minute. A key that is revoked within that minute is
 * refused by its id, like a session.
 */
@Injectable()
export class ApiKeys {
  private readonly remembered = new LRUCache<string, { readonly principal: Principal | undefined }>({
    max: REMEMBERED_KEYS,
    ttl: apiKeyMaxAgeMs,
  });

  constructor(private readonly rpc: RpcClient) {}

  /** Throws TOKEN_INVALID for a key that is unknown, expired or revoked. */
  async verify(key: string): Promise<Principal> {
    if (!API_KEY.test(key)) throw invalid();
    const id = createHash('sha256').update(key).digest('base64');
    const known = this.remembered.get(id) ?? { principal: await this.ask(id) };
    this.remembered.set(id, known, { noUpdateTTL: true });
    if (!known.principal) throw invalid();
    return known.principal;
  }

  private async ask(hash: string): Promise<Principal | undefined> {
    const { principal } = await this.rpc.call(
      apiKeyTrustContract.operations.identify,
      { body: { key_hash: hash } },
      newContext(),
    );
    if (!principal) return undefined;
    const { family, account_id: accountId, username, role, key_id: sessionId, scopes } = principal;
    return { family, accountId, username, role, sessionId, scopes };
  }
}

const invalid = (): DomainError => new DomainError('TOKEN_INVALID', { problem: 'api-key' });
