import { type Family, type Revocation, sessionRevoked } from '@argus/contracts';
import { Database, Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';
import type { EndReason } from './session.entity.js';
import { accessTokenSkewMs, tokenLives } from './token-lives.js';

/** Rows of one answer; whoever wants more asks again from the last position. */
const batchSize = 5000;

/** Ends sessions, and tells everybody who judges access tokens by himself. */
@Injectable()
export class RevocationService {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** @returns the ids of those that had not ended before. */
  endSessions(tx: EntityManager, sids: readonly string[], reason: EndReason): Promise<string[]> {
    return this.#end(tx, 'sid = ANY($2)', [sids], reason);
  }

  endSessionsOf(
    tx: EntityManager,
    account: { readonly family: Family; readonly id: number },
    reason: EndReason,
  ): Promise<string[]> {
    return this.#end(tx, 'family = $2 AND account_id = $3', [account.family, account.id], reason);
  }

  /** Sessions that ended after a position, while an access token of theirs may still be about; oldest first. */
  since(position: number): Promise<Revocation[]> {
    return this.database.query<Revocation>(
      `SELECT ${columns} FROM revocation WHERE position > $1 AND forget_at > now() ORDER BY position LIMIT $2`,
      [position, batchSize],
    );
  }

  async #end(tx: EntityManager, which: string, values: unknown[], reason: EndReason): Promise<string[]> {
    const ended = await rowsOf<{ sid: string; family: Family }>(
      tx,
      `UPDATE session SET ended_at = now(), ended_reason = $1
       WHERE sid IN (SELECT sid FROM session WHERE ended_at IS NULL AND ${which} ORDER BY sid FOR UPDATE)
       RETURNING sid, family`,
      [reason, ...values],
    );
    for (const family of new Set(ended.map((session) => session.family))) {
      const sids = ended.filter((session) => session.family === family).map(({ sid }) => sid);
      await this.publish(tx, sids, tokenLives[family].accessMs);
    }
    return ended.map(({ sid }) => sid);
  }

  /**
   * Tells everybody who judges access tokens or API keys by himself.
   * @param ids of sessions or API keys, each told once.
   * @param knownMs how long somebody who saw them before might go on without hearing.
   */
  async publish(tx: EntityManager, ids: readonly string[], knownMs: number): Promise<void> {
    if (ids.length === 0) return;
    // Positions must become visible in their order, or a reader that saw a later one would miss an earlier one.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.revocation', 0))`);
    const revocations = await rowsOf<Revocation>(
      tx,
      `INSERT INTO revocation (session_id, forget_at)
       SELECT id, clock_timestamp() + make_interval(secs => $2) FROM unnest($1::uuid[]) id RETURNING ${columns}`,
      [ids, (knownMs + accessTokenSkewMs) / 1000],
    );
    for (const revocation of revocations) await this.outbox.append(tx, sessionRevoked, revocation);
  }
}

const columns = `position, session_id,
  floor(extract(epoch FROM forget_at) * 1000)::float8 AS forget_at_ms`;
