import { randomUUID } from 'node:crypto';
import { type CallContext, DomainError, type Family } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Account } from '../directory/account.entity.js';
import { AccountStore, type LoginName } from '../directory/account.store.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { type Attempt, LoginGuard } from '../login-attempts/login-guard.service.js';
import { askerOf, CredentialCheck } from '../passwords/credential-check.service.js';
import { PasswordHasher } from '../passwords/password-hasher.service.js';
import { AccessTokenService } from './access-token.service.js';
import { hashRefreshToken, refuseAccessToken, makeRefreshToken } from './refresh-token.js';
import { RefreshTokenStore } from './refresh-token.store.js';
import { RevocationService } from './revocation.service.js';
import { SessionStore } from './session.store.js';
import { cookieLifeMs, tokenLives } from '../signing-keys/token-lives.js';

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
    private readonly accounts: AccountStore,
    private readonly sessions: SessionStore,
    private readonly tokens: RefreshTokenStore,
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

  /** Opens a session without tokens, whose id is for a cookie. @throws DomainError as `logIn` */
  async logInByCookie(
    family: Family,
    name: LoginName,
    password: string,
    context: CallContext,
  ): Promise<{ readonly sid: string }> {
    return this.#logIn(family, name, password, context, 'cookie');
  }

  /**
   * Ends the session of the refresh token and that of the caller's access token.
   * @throws DomainError REFRESH_TOKEN_… if the token is not live, or not the caller's where there is a caller
   */
  async logOut(family: Family, refresh: string, context: CallContext): Promise<void> {
    refuseAccessToken(refresh);
    await this.database.transaction(async (tx) => {
      const session = await this.tokens.sessionOf(
        tx,
        family,
        hashRefreshToken(refresh),
        context.principal?.accountId,
      );
      if (!session) throw new DomainError('REFRESH_TOKEN_INVALID');
      const sids = context.principal ? [session.sid, context.principal.sessionId] : [session.sid];
      const ended = await this.revocations.endSessions(tx, sids, 'logout');
      if (!ended.includes(session.sid)) throw new DomainError('REFRESH_TOKEN_ENDED');
      await this.audit.append(tx, context, { action: 'logout', account: { family, id: session.accountId } });
    });
  }

  /** Opens a session. If the account changed during the check of the password, it checks once more. */
  async #logIn(
    family: Family,
    name: LoginName,
    password: string,
    context: CallContext,
    kind: 'tokens' | 'cookie',
  ): Promise<Opened> {
    for (let tries = 1; tries <= 2; tries++) {
      const proven = await this.credentials.prove(family, name, password, context, 'login');
      const rehashed = this.passwords.isOutdated(proven.account.passwordHash)
        ? await this.passwords.hash(password, askerOf(proven.attempt, context))
        : proven.account.passwordHash;
      const opened = await this.database.transaction(async (tx) => {
        const account = await this.accounts.noteLogin(tx, proven.account, rehashed);
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
    await this.sessions.insert(tx, {
      sid,
      family,
      accountId: id,
      expiresAt,
      clientAddress: context.clientAddress ?? null,
      userAgent: context.userAgent?.slice(0, 512) ?? null,
    });
    const refresh = kind === 'tokens' ? makeRefreshToken() : undefined;
    if (refresh !== undefined) {
      await this.tokens.insert(tx, {
        tokenHash: hashRefreshToken(refresh),
        sessionId: sid,
        expiresAt,
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
