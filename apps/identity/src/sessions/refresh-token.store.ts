import type { Family } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Account } from '../directory/account.entity.js';
import type { RefreshToken } from './refresh-token.entity.js';
import type { Session } from './session.entity.js';

/** A refresh token that a client presents, with its session and account. */
export type PresentedToken = Pick<
  RefreshToken,
  'tokenHash' | 'sessionId' | 'parentHash' | 'successorSealed'
> &
  Pick<Account, 'family' | 'id' | 'username' | 'email' | 'role'> & {
    readonly sessionCreatedAt: Date;
    readonly usedMsAgo: number | null;
  };

@Injectable()
export class RefreshTokenStore {
  constructor(private readonly database: Database) {}

  async insert(
    tx: EntityManager,
    token: Pick<RefreshToken, 'tokenHash' | 'sessionId' | 'expiresAt'> &
      Partial<Pick<RefreshToken, 'parentHash'>>,
  ): Promise<void> {
    this.database.sendIn(
      tx,
      'refresh-token-insert',
      'INSERT INTO refresh_token (token_hash, session_id, parent_hash, expires_at) VALUES ($1, $2, $3, $4)',
      [token.tokenHash, token.sessionId, token.parentHash ?? null, token.expiresAt],
    );
  }

  /** Locks the session of a live token, so that its exchanges run one after the other. */
  async lockSession(
    tx: EntityManager,
    family: Family,
    tokenHash: Uint8Array,
  ): Promise<{ readonly ended: boolean } | undefined> {
    const [session] = await this.database.preparedIn<{ ended: boolean }>(
      tx,
      'refresh-token-session-lock',
      `SELECT ended_at IS NOT NULL AS ended FROM session WHERE family = $2
         AND sid = (SELECT session_id FROM refresh_token WHERE token_hash = $1 AND expires_at > now()) FOR UPDATE`,
      [tokenHash, family],
    );
    return session;
  }

  /** Returns a live token of an active account. */
  async present(tx: EntityManager, tokenHash: Uint8Array): Promise<PresentedToken | undefined> {
    const [presented] = await this.database.preparedIn<PresentedToken>(
      tx,
      'refresh-token-present',
      `SELECT t.token_hash AS "tokenHash", t.session_id AS "sessionId", t.parent_hash AS "parentHash",
         t.successor_sealed AS "successorSealed", a.family, a.id, a.username, a.email, a.role,
         s.created_at AS "sessionCreatedAt",
         (extract(epoch FROM clock_timestamp() - t.used_at) * 1000)::float8 AS "usedMsAgo"
       FROM refresh_token t JOIN session s ON s.sid = t.session_id
         JOIN account a ON a.family = s.family AND a.id = s.account_id
       WHERE t.token_hash = $1 AND t.expires_at > now() AND a.is_active`,
      [tokenHash],
    );
    return presented;
  }

  /** Returns the session of a live token. If an account is given, the session must be its own. */
  async sessionOf(
    tx: EntityManager,
    family: Family,
    tokenHash: Uint8Array,
    accountId: number | undefined,
  ): Promise<Pick<Session, 'sid' | 'accountId'> | undefined> {
    const [session] = await tx.query<Pick<Session, 'sid' | 'accountId'>[]>(
      `SELECT s.sid, s.account_id AS "accountId" FROM refresh_token t JOIN session s ON s.sid = t.session_id
       WHERE t.token_hash = $1 AND t.expires_at > now() AND s.family = $2 AND s.account_id = coalesce($3, s.account_id)`,
      [tokenHash, family, accountId ?? null],
    );
    return session;
  }

  /** Returns the session of a token that has not expired. */
  async sidOf(family: Family, tokenHash: Uint8Array): Promise<string | undefined> {
    const [session] = await this.database.prepared<{ sid: string }>(
      'refresh-token-sid',
      `SELECT s.sid FROM refresh_token t JOIN session s ON s.sid = t.session_id
       WHERE t.token_hash = $1 AND t.expires_at > now() AND s.family = $2`,
      [tokenHash, family],
    );
    return session?.sid;
  }

  /** Marks the token as used and stores its sealed successor. Deletes the successor stored with its parent. */
  async rotate(
    tx: EntityManager,
    { tokenHash, parentHash }: Pick<RefreshToken, 'tokenHash' | 'parentHash'>,
    successorSealed: Uint8Array,
  ): Promise<void> {
    this.database.sendIn(
      tx,
      'refresh-token-rotate',
      `UPDATE refresh_token SET
         used_at = CASE WHEN token_hash = $1 THEN clock_timestamp() ELSE used_at END,
         successor_sealed = CASE WHEN token_hash = $1 THEN $3::bytea END
       WHERE token_hash IN ($1, $2)`,
      [tokenHash, parentHash, successorSealed],
    );
  }

  async deleteExpired(): Promise<void> {
    await this.database.query('DELETE FROM refresh_token WHERE expires_at < now()');
  }

  /** Deletes the oldest used tokens of sessions that have more than `kept`. */
  async shorten(kept: number): Promise<void> {
    await this.database.query(
      `DELETE FROM refresh_token t USING (
         SELECT session_id FROM refresh_token GROUP BY session_id HAVING count(*) > $1) long
       WHERE t.session_id = long.session_id AND t.used_at IS NOT NULL AND t.created_at < (
         SELECT created_at FROM refresh_token k WHERE k.session_id = long.session_id
         ORDER BY created_at DESC LIMIT 1 OFFSET $1 - 1)`,
      [kept],
    );
  }
}
