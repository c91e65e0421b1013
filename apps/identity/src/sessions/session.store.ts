import type { Family } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, Raw } from 'typeorm';
import { type EndReason, Session } from './session.entity.js';

type AccountKey = Pick<Session, 'family' | 'accountId'>;
export type EndedSession = Pick<Session, 'sid' | 'family'>;

@Injectable()
export class SessionStore {
  constructor(private readonly database: Database) {}

  async insert(
    tx: EntityManager,
    session: Pick<Session, 'sid' | 'family' | 'accountId' | 'expiresAt' | 'clientAddress' | 'userAgent'>,
  ): Promise<void> {
    this.database.sendIn(
      tx,
      'session-insert',
      `INSERT INTO session (sid, family, account_id, expires_at, client_address, user_agent)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        session.sid,
        session.family,
        session.accountId,
        session.expiresAt,
        session.clientAddress,
        session.userAgent,
      ],
    );
  }

  /** Returns the sessions of the account that can still be used, last used first. */
  usable(family: Family, accountId: number, limit: number): Promise<Session[]> {
    const expiresAt = Raw((column) => `${column} > now()`);
    return this.database.entities((manager) =>
      manager.find(Session, {
        where: { family, accountId, endedAt: IsNull(), expiresAt },
        order: { lastUsedAt: 'DESC', sid: 'ASC' },
        take: limit,
      }),
    );
  }

  /** Returns the ids of the account's open sessions: the named one, or all others. */
  async openIds(
    tx: EntityManager,
    { family, accountId }: AccountKey,
    which: { readonly sid: string } | { readonly except: string },
  ): Promise<string[]> {
    const [condition, sid] =
      'sid' in which ? ['sid::text = $3', which.sid] : ['sid::text <> $3', which.except];
    const open = await tx.query<{ sid: string }[]>(
      `SELECT sid FROM session WHERE family = $1 AND account_id = $2 AND ${condition} AND ended_at IS NULL`,
      [family, accountId, sid],
    );
    return open.map((session) => session.sid);
  }

  /** Ends open sessions and returns them. Locks them in the order of their ids. */
  end(tx: EntityManager, sids: readonly string[], reason: EndReason): Promise<EndedSession[]> {
    return this.#end(tx, 'by id', 'sid = ANY($2)', [sids], reason);
  }

  /** Like `end`, for all sessions of an account. */
  endAllOf(tx: EntityManager, family: Family, accountId: number, reason: EndReason): Promise<EndedSession[]> {
    return this.#end(tx, 'by account', 'family = $2 AND account_id = $3', [family, accountId], reason);
  }

  /** Like `end`, for all sessions of the installation. */
  endEvery(tx: EntityManager, reason: EndReason): Promise<EndedSession[]> {
    return this.#end(tx, 'every', 'true', [], reason);
  }

  async use(tx: EntityManager, sid: string): Promise<void> {
    this.database.sendIn(tx, 'session-use', 'UPDATE session SET last_used_at = now() WHERE sid = $1', [sid]);
  }

  /** Moves the session's expiry to `expiresAt` unless it is later already. */
  async prolong(tx: EntityManager, sid: string, expiresAt: Date): Promise<void> {
    this.database.sendIn(
      tx,
      'session-prolong',
      'UPDATE session SET expires_at = greatest(expires_at, $2) WHERE sid = $1',
      [sid, expiresAt],
    );
  }

  /** Deletes sessions without a refresh token that nobody used for 90 days. */
  async deleteUnused(): Promise<void> {
    await this.database.query(
      `DELETE FROM session s WHERE last_used_at < now() - interval '90 days'
         AND NOT EXISTS (SELECT FROM refresh_token t WHERE t.session_id = s.sid)`,
    );
  }

  #end(
    tx: EntityManager,
    name: string,
    which: string,
    values: unknown[],
    reason: EndReason,
  ): Promise<EndedSession[]> {
    return this.database.preparedIn<EndedSession>(
      tx,
      `session-end ${name}`,
      `UPDATE session SET ended_at = now(), ended_reason = $1
       WHERE sid IN (SELECT sid FROM session WHERE ended_at IS NULL AND ${which} ORDER BY sid FOR UPDATE)
       RETURNING sid, family`,
      [reason, ...values],
    );
  }
}
