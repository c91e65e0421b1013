import type { Family } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';
import { type EndReason, Session } from './session.entity.js';

type AccountKey = Pick<Session, 'family' | 'account_id'>;
export type EndedSession = Pick<Session, 'sid' | 'family'>;

@Injectable()
export class SessionStore {
  constructor(private readonly database: Database) {}

  async insert(
    tx: EntityManager,
    session: Pick<Session, 'sid' | 'family' | 'account_id' | 'expires_at' | 'client_address' | 'user_agent'>,
  ): Promise<void> {
    await tx.insert(Session, session);
  }

  /** Returns the sessions of the account that can still be used, last used first. */
  usable(family: Family, accountId: number, limit: number): Promise<Session[]> {
    return this.database.query<Session>(
      `SELECT * FROM session WHERE family = $1 AND account_id = $2 AND ended_at IS NULL AND expires_at > now()
       ORDER BY last_used_at DESC, sid LIMIT $3`,
      [family, accountId, limit],
    );
  }

  /** Returns the ids of the account's open sessions: the named one, or all others. */
  async openIds(
    tx: EntityManager,
    { family, account_id }: AccountKey,
    which: { readonly sid: string } | { readonly except: string },
  ): Promise<string[]> {
    const [condition, sid] =
      'sid' in which ? ['sid::text = $3', which.sid] : ['sid::text <> $3', which.except];
    const open = await tx.query<{ sid: string }[]>(
      `SELECT sid FROM session WHERE family = $1 AND account_id = $2 AND ${condition} AND ended_at IS NULL`,
      [family, account_id, sid],
    );
    return open.map((session) => session.sid);
  }

  /** Ends open sessions and returns them. Locks them in the order of their ids. */
  end(tx: EntityManager, sids: readonly string[], reason: EndReason): Promise<EndedSession[]> {
    return this.#end(tx, 'sid = ANY($2)', [sids], reason);
  }

  /** Like `end`, for all sessions of an account. */
  endAllOf(tx: EntityManager, family: Family, accountId: number, reason: EndReason): Promise<EndedSession[]> {
    return this.#end(tx, 'family = $2 AND account_id = $3', [family, accountId], reason);
  }

  async use(tx: EntityManager, sid: string): Promise<void> {
    await tx.query('UPDATE session SET last_used_at = now() WHERE sid = $1', [sid]);
  }

  /** Moves the session's expiry to `expiresAt` unless it is later already. */
  async prolong(tx: EntityManager, sid: string, expiresAt: Date): Promise<void> {
    await tx.query('UPDATE session SET expires_at = greatest(expires_at, $2) WHERE sid = $1', [
      sid,
      expiresAt,
    ]);
  }

  /** Deletes sessions without a refresh token that nobody used for 90 days. */
  async deleteUnused(): Promise<void> {
    await this.database.query(
      `DELETE FROM session s WHERE last_used_at < now() - interval '90 days'
         AND NOT EXISTS (SELECT FROM refresh_token t WHERE t.session_id = s.sid)`,
    );
  }

  #end(tx: EntityManager, which: string, values: unknown[], reason: EndReason): Promise<EndedSession[]> {
    return rowsOf<EndedSession>(
      tx,
      `UPDATE session SET ended_at = now(), ended_reason = $1
       WHERE sid IN (SELECT sid FROM session WHERE ended_at IS NULL AND ${which} ORDER BY sid FOR UPDATE)
       RETURNING sid, family`,
      [reason, ...values],
    );
  }
}
