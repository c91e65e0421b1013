import { randomUUID } from 'node:crypto';
import { type CallContext, DomainError, type Family, type Principal } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Account } from '../accounts/account.entity.js';
import { AccountDirectory, type LoginName } from '../accounts/account.directory.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { rowsOf } from '../rows.js';
import { AccessTokenService } from './access-token.service.js';
import { hashRefreshToken, makeRefreshToken } from './refresh-token.js';
import { RefreshToken } from './refresh-token.entity.js';
import { RevocationService } from './revocation.service.js';
import { Session } from './session.entity.js';
import { tokenLives } from './token-lives.js';

export interface OpenedSession {
  readonly account: Account;
  readonly access: string;
  readonly refresh: string;
}

/** Opens and ends sessions. */
@Injectable()
export class SessionService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly passwords: PasswordHasher,
    private readonly accessTokens: AccessTokenService,
    private readonly revocations: RevocationService,
  ) {}

  /** @throws DomainError INVALID_CREDENTIALS, alike for an unknown, an inactive and a mistaken user; UNAVAILABLE. */
  async logIn(
    family: Family,
    name: LoginName,
    password: string,
    context: CallContext,
  ): Promise<OpenedSession> {
    // An account that changes while its password is checked is checked anew, once.
    const opened =
      (await this.#tryLogIn(family, name, password, context)) ??
      (await this.#tryLogIn(family, name, password, context));
    if (!opened) throw new DomainError('INVALID_CREDENTIALS');
    return opened;
  }

  /**
   * Ends the session of the refresh token, and the one that the caller's access token belongs to.
   * @throws DomainError REFRESH_TOKEN_INVALID when the token is not a live one of the caller's.
   */
  logOut(principal: Principal, refresh: string): Promise<void> {
    return this.database.transaction(async (tx) => {
      const [session] = await rowsOf<{ sid: string }>(
        tx,
        `SELECT s.sid FROM refresh_token t JOIN session s ON s.sid = t.session_id
         WHERE t.token_hash = $1 AND t.expires_at > now() AND s.family = $2 AND s.account_id = $3`,
        [hashRefreshToken(refresh), principal.family, principal.accountId],
      );
      if (!session) throw new DomainError('REFRESH_TOKEN_INVALID');
      const sids = [session.sid, principal.sessionId];
      const ended = await this.revocations.endSessions(tx, sids, 'logout');
      if (!ended.includes(session.sid)) throw new DomainError('REFRESH_TOKEN_INVALID');
    });
  }

  async #tryLogIn(
    family: Family,
    name: LoginName,
    password: string,
    context: CallContext,
  ): Promise<OpenedSession | undefined> {
    const found = await this.accounts.findByLogin(family, name);
    const fits = await this.passwords.verify(found?.password_hash, password);
    if (!found?.is_active || !fits) throw new DomainError('INVALID_CREDENTIALS');
    const rehashed = this.passwords.isOutdated(found.password_hash)
      ? await this.passwords.hash(password)
      : found.password_hash;
    const opened = await this.database.transaction(async (tx) => {
      const account = await noteLogin(tx, found, rehashed);
      return account && { account, ...(await open(tx, account, context)) };
    });
    if (!opened) return undefined;
    const { account, sid, refresh } = opened;
    return { account, access: await this.accessTokens.issue(account, sid), refresh };
  }
}

/**
 * The account as it is now, or undefined when it is not the one whose password was checked any more. Holds the row
 * until the session exists, so that ending all sessions of the account finds this one too.
 */
async function noteLogin(
  tx: EntityManager,
  checked: Account,
  rehashed: string,
): Promise<Account | undefined> {
  const [account] = await rowsOf<Account>(
    tx,
    `UPDATE account SET last_login_at = now(), password_hash = $4
     WHERE family = $1 AND id = $2 AND password_hash = $3 AND is_active RETURNING *`,
    [checked.family, checked.id, checked.password_hash, rehashed],
  );
  return account;
}

async function open(
  tx: EntityManager,
  { family, id }: Account,
  { clientAddress, userAgent }: CallContext,
): Promise<{ sid: string; refresh: string }> {
  const sid = randomUUID();
  const refresh = makeRefreshToken();
  await tx.insert(Session, {
    sid,
    family,
    account_id: id,
    client_address: clientAddress ?? null,
    user_agent: userAgent?.slice(0, 512) ?? null,
  });
  await tx.insert(RefreshToken, {
    token_hash: hashRefreshToken(refresh),
    session_id: sid,
    expires_at: new Date(Date.now() + tokenLives[family].refreshMs),
  });
  return { sid, refresh };
}
