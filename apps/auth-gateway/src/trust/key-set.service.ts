import { accessTokens, DomainError, tokenTrustContract } from '@argus/contracts';
import { newContext, RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';
import { type CryptoKey, importJWK, type JWK } from 'jose';

const COOL_DOWN_MS = 30_000;
const MAX_AGE_MS = 10 * 60_000;

/** Caches the public keys of `identity` for 10 min. An unknown key id reads them again, at most every 30 s. */
@Injectable()
export class KeySet {
  private keys: ReadonlyMap<string, CryptoKey | Uint8Array> = new Map();
  private published: readonly object[] = [];
  private readAtMs = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | undefined;

  constructor(private readonly rpc: RpcClient) {}

  /** Returns the key with this id. Throws TOKEN_INVALID if there is none. */
  async find(keyId: string | undefined): Promise<CryptoKey | Uint8Array> {
    const ageMs = Date.now() - this.readAtMs;
    if (ageMs > MAX_AGE_MS || (!this.keys.has(keyId ?? '') && ageMs > COOL_DOWN_MS)) await this.read();
    const key = this.keys.get(keyId ?? '');
    if (key === undefined) throw new DomainError('TOKEN_INVALID');
    return key;
  }

  /** Whether the key was published when the keys were last read. */
  isPublished(keyId: string): boolean {
    return this.keys.has(keyId);
  }

  /** Returns the published key set (RFC 7517). */
  async jwks(): Promise<{ keys: readonly object[] }> {
    if (Date.now() - this.readAtMs > COOL_DOWN_MS) await this.read();
    return { keys: this.published };
  }

  /** Drops keys that are no longer published, and reads those that are new. Does nothing before the first read. */
  async agree(published: readonly string[]): Promise<void> {
    if (this.keys.size === 0) return;
    this.keys = new Map([...this.keys].filter(([id]) => published.includes(id)));
    if (published.some((id) => !this.keys.has(id))) await this.read();
  }

  private read(): Promise<void> {
    this.reading ??= this.fetch().finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async fetch(): Promise<void> {
    const { keys } = await this.rpc.call(tokenTrustContract.operations.keys, {}, newContext());
    const imported = await Promise.all(
      keys.map(
        async (key) => [String(key.kid), await importJWK(key as JWK, accessTokens.algorithm)] as const,
      ),
    );
    this.keys = new Map(imported);
    this.published = keys;
    this.readAtMs = Date.now();
  }
}
