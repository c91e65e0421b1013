import { type Family, type Revocation, sessionRevoked } from '@argus/contracts';
import { Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RevocationStore } from './revocation.store.js';
import type { EndReason } from './session.entity.js';
import { type EndedSession, SessionStore } from './session.store.js';
import { accessTokenSkewMs, tokenLives } from '../signing-keys/token-lives.js';

/** Rows per answer; callers continue from the last position. */
const BATCH_SIZE = 5000;

/** Ends sessions and publishes that to the gateways, which verify access tokens on their own. */
@Injectable()
export class RevocationService {
  constructor(
    private readonly sessions: SessionStore,
    private readonly store: RevocationStore,
    private readonly outbox: Outbox,
  ) {}

  /** Ends sessions. @returns the ids of those that had not ended before */
  async endSessions(tx: EntityManager, sids: readonly string[], reason: EndReason): Promise<string[]> {
    return this.#publishEnded(tx, await this.sessions.end(tx, sids, reason));
  }

  async endSessionsOf(
    tx: EntityManager,
    account: { readonly family: Family; readonly id: number },
    reason: EndReason,
  ): Promise<string[]> {
    const ended = await this.sessions.endAllOf(tx, account.family, account.id, reason);
    return this.#publishEnded(tx, ended);
  }

  async endEverySession(tx: EntityManager, reason: EndReason): Promise<string[]> {
    return this.#publishEnded(tx, await this.sessions.endEvery(tx, reason));
  }

  /** Returns revocations after a position that have not expired, oldest first. */
  since(position: number): Promise<Revocation[]> {
    return this.store.since(position, BATCH_SIZE);
  }

  async #publishEnded(tx: EntityManager, ended: readonly EndedSession[]): Promise<string[]> {
    for (const family of new Set(ended.map((session) => session.family))) {
      const sids = ended.filter((session) => session.family === family).map(({ sid }) => sid);
      await this.publish(tx, sids, tokenLives[family].accessMs);
    }
    return ended.map(({ sid }) => sid);
  }

  /**
   * Publishes revoked sessions or API keys to the gateways.
   * @param ids of sessions or API keys, each published once.
   * @param knownMs is how long a gateway may accept one that it knows already.
   */
  async publish(tx: EntityManager, ids: readonly string[], knownMs: number): Promise<void> {
    if (ids.length === 0) return;
    const seconds = (knownMs + accessTokenSkewMs) / 1000;
    const revocations = await this.store.insert(tx, ids, seconds);
    for (const revocation of revocations) await this.outbox.append(tx, sessionRevoked, revocation);
  }
}
