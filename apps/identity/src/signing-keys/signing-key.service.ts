import { Database, Sealer } from '@argus/persistence';
import { DomainError } from '@argus/contracts';
import { Every } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Actor, AuditLog } from '../audit/audit-log.service.js';
import { makeKeyPair, openPrivateKey, type PrivateKey } from './key-pair.js';
import { earliestSignsFrom, keyRoles, type KeyRoles, successorSignsFrom } from './key-schedule.js';
import type { SigningKey } from './signing-key.entity.js';
import { SigningKeyStore } from './signing-key.store.js';

/**
 * The keys that sign access tokens. Replicas share them through the database; each keeps a copy in memory, so that signing
 * needs no query. A successor is always published ahead.
 */
@Injectable()
export class SigningKeyService {
  #keys: readonly SigningKey[] = [];
  readonly #opened = new Map<string, Promise<PrivateKey>>();

  constructor(
    private readonly database: Database,
    private readonly store: SigningKeyStore,
    private readonly sealer: Sealer,
    private readonly audit: AuditLog,
  ) {}

  /** Publishes missing keys, deletes expired ones and refreshes the copy in memory. Locks the table for a change. */
  @Every(5_000, 'maintain signing keys')
  async maintain(now = new Date()): Promise<void> {
    const keys = await this.store.all();
    this.#keep(isComplete(keyRoles(keys, now)) ? keys : await this.#complete(now));
  }

  /**
   * Lets the successor sign as soon as every verifier knows it. Locks the table.
   * @returns when it starts to sign: now, or up to eleven minutes later
   */
  async rotate(now: Date, actor: Actor): Promise<Date> {
    await this.maintain(now);
    const signsFrom = await this.database.transaction(async (tx) => {
      await this.store.lock(tx);
      const { next } = keyRoles(await this.store.all(tx), now);
      if (!next) return now;
      const earliest = earliestSignsFrom(next, now);
      await this.store.setSignsFrom(tx, next.kid, earliest);
      await this.audit.append(tx, actor, { action: 'signing-key-rotated', details: { kid: next.kid } });
      return earliest;
    });
    await this.maintain(now);
    return signsFrom;
  }

  /**
   * Withdraws every key, for when one leaked: no token that was signed before is valid any more, and a new key signs at once. Gateways and
   * other replicas notice within seconds.
   */
  async replaceAll(now: Date, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.store.lock(tx);
      const withdrawn = await this.store.all(tx);
      for (const { kid } of withdrawn) await this.store.delete(tx, kid);
      const current = await this.#publish(tx, now, now);
      await this.#publish(tx, now, successorSignsFrom(current, now));
      await this.audit.append(tx, actor, {
        action: 'signing-keys-withdrawn',
        details: { kids: withdrawn.map(({ kid }) => kid).join(' '), kid: current.kid },
      });
    });
    await this.maintain(now);
  }

  /** @throws DomainError UNAVAILABLE before the first `maintain`. */
  async signer(now = new Date()): Promise<{ kid: string; privateKey: PrivateKey }> {
    const { current } = keyRoles(this.#keys, now);
    if (!current) throw new DomainError('UNAVAILABLE', { retryAfterSeconds: 1 });
    let privateKey = this.#opened.get(current.kid);
    if (!privateKey) {
      privateKey = openPrivateKey(this.sealer, current);
      this.#opened.set(current.kid, privateKey);
    }
    return { kid: current.kid, privateKey: await privateKey };
  }

  /** Returns the public keys of all valid and all upcoming tokens (RFC 7517). */
  async published(): Promise<Record<string, string>[]> {
    return (await this.store.all()).map((key) => key.publicJwk);
  }

  #complete(now: Date): Promise<SigningKey[]> {
    return this.database.transaction(async (tx) => {
      await this.store.lock(tx);
      const roles = keyRoles(await this.store.all(tx), now);
      const current = roles.current ?? (await this.#publish(tx, now, now));
      if (!roles.next) await this.#publish(tx, now, successorSignsFrom(current, now));
      for (const { kid } of roles.expired) await this.store.delete(tx, kid);
      return this.store.all(tx);
    });
  }

  async #publish(tx: EntityManager, publishedAt: Date, signsFrom: Date): Promise<SigningKey> {
    const pair = await makeKeyPair(this.sealer);
    const key = { ...pair, publishedAt, signsFrom };
    await this.store.insert(tx, key);
    return key;
  }

  #keep(keys: readonly SigningKey[]): void {
    this.#keys = keys;
    const known = new Set(keys.map(({ kid }) => kid));
    for (const kid of this.#opened.keys()) if (!known.has(kid)) this.#opened.delete(kid);
  }
}

const isComplete = ({ current, next, expired }: KeyRoles<SigningKey>): boolean =>
  current !== undefined && next !== undefined && expired.length === 0;
