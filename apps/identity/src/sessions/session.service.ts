import { randomUUID } from 'node:crypto';
import { type CallContext, DomainError, type Family, type Principal } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Account } from '../accounts/account.entity.js';
import type { LoginName } from '../accounts/account.directory.js';
import { AuditLog } from '../audit/audit-log.js';
import { type Attempt, LoginGuard } from '../login-attempts/login-guard.js';
import { CredentialCheck } from '../passwords/credential-check.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { rowsOf } from '../rows.js';
import { AccessTokenService } from './access-token.service.js';
import { hashRefreshToken, judgeRefreshToken, makeRefreshToken } from './refresh-token.js';
import { RefreshToken } from './refresh-token.entity.js';
import { RevocationService } from './revocation.service.js';
import { Session } from './session.entity.js';
import { cookieLifeMs, tokenLives } from './token-lives.js';

export interface OpenedSession {
  readonly account: Account;
  readonly access: string;
  readonly refresh: string;
}

interface Opened {
  readonly account: Account;
  readonly sid: string;
  readonly refresh: string | undefined;
}

/** Opens and ends sessions. */
@Injectable()
export class SessionService {
  constructor(
    private readonly database: Database,
    private readonly credentials: CredentialCheck,
    private readonly guard: LoginGuard,
    private readonly passwords: PasswordHasher,
    private readonly accessTokens: AccessTokenService,
    private readonly revocations: RevocationService,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError as `CredentialCheck.prove` */
  async logIn(
    family: Family,
    name: LoginName,
    password: string,
    context: CallContext,
  ): Promise<OpenedSession> {
    const { account, sid, refresh } = await this.#logIn(family, name, password, context, 'tokens');
    return { account, access: await this.accessTokens.issue(account, sid), refresh: refresh! };
  }

  /** A session that no token belongs to; its id goes into a cookie. @throws DomainError as `logIn` */
  async logInByCookie(
    family: Family,
    name: LoginName,
    password: string,
    context: CallContext,
  ): Promise<{ readonly sid: string }> {
    return this.#logIn(family, name, password, context, 'cookie');
  }

  /**
   * Ends the session of the refresh token, and the one that the caller's access token belongs to.
   * @throws DomainError REFRESH_TOKEN_… when the token is not a live one (of the caller's, where there is a caller).
   */
  async logOut(family: Family, refresh: string, context: CallContext): Promise<void> {
    judgeRefreshToken(refresh);
    await this.database.transaction(async (tx) => {
      const session = await sessionOf(tx, family, refresh, context.principal);
      if (!session) throw new DomainError('REFRESH_TOKEN_INVALID');
      const sids = context.principal ? [session.sid, context.principal.sessionId] : [session.sid];
      const ended = await this.revocations.endSessions(tx, sids, 'logout');
      if (!ended.includes(session.sid)) throw new DomainError('REFRESH_TOKEN_ENDED');
      await this.audit.append(tx, context, { action: 'logout', account: { family, id: session.account_id } });
    });
  }

  /** An account that changes while its password is checked is checked anew, once. */
  async #logIn(
    family: Family,
    name: LoginName,
    password: string,
    context: CallContext,
    kind: 'tokens' | 'cookie',
  ): Promise<Opened> {
    for (let tries = 1; tries <= 2; tries++) {
      const proven = await this.credentials.prove(family, name, password, context, 'login');
      const rehashed = this.passwords.isOutdated(proven.account.password_hash)
        ? await this.passwords.hash(password)
        : proven.account.password_hash;
      const opened = await this.database.transaction(async (tx) => {
        const account = await noteLogin(tx, proven.account, rehashed);
        return account && this.#open(tx, account, proven.attempt, context, kind);
      });
      if (opened) return opened;
    }
    throw new DomainError('INVALID_CREDENTIALS');
  }

  async #open(
    tx: EntityManager,
    account: Account,
    attempt: Attempt,
    context: CallContext,
    kind: 'tokens' | 'cookie',
  ): Promise<Opened> {
    const { family, id } = account;
    const sid = randomUUID();
    const lifeMs = kind === 'tokens' ? tokenLives[family].refreshMs : cookieLifeMs;
    const expiresAt = new Date(Date.now() + lifeMs);
    await tx.insert(Session, {
      sid,
      family,
      account_id: id,
      expires_at: expiresAt,
      client_address: context.clientAddress ?? null,
      user_agent: context.userAgent?.slice(0, 512) ?? null,
    });
    const refresh = kind === 'tokens' ? makeRefreshToken() : undefined;
    if (refresh !== undefined) {
      await tx.insert(RefreshToken, {
        token_hash: hashRefreshToken(refresh),
        session_id: sid,
        expires_at: expiresAt,
      });
    }
    await this.guard.succeed(tx, attempt);
    await this.audit.append(tx, context, {
      action: 'login',
      account,
      details: { session: sid, known_place: attempt.isKnownPlace },
    });
    return { account, sid, refresh };
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

async function sessionOf(
  tx: EntityManager,
  family: Family,
  refresh: string,
  caller: Principal | undefined,
): Promise<{ sid: string; account_id: number } | undefined> {
  const [session] = await rowsOf<{ sid: string; account_id: number }>(
    tx,
    `SELECT s.sid, s.account_id FROM refresh_token t JOIN session s ON s.sid = t.session_id
     WHERE t.token_hash = $1 AND t.expires_at > now() AND s.family = $2 AND s.account_id = coalesce($3, s.account_id)`,
    [hashRefreshToken(refresh), family, caller?.accountId ?? null],
  );
  return session;
}
