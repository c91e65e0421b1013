import { DomainError, type Family } from '@argus/contracts';
import { Database, Sealer } from '@argus/persistence';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Actor, AuditLog } from '../audit/audit-log.service.js';
import { AccessTokenService } from './access-token.service.js';
import { hashRefreshToken, refuseAccessToken, makeRefreshToken } from './refresh-token.js';
import { type PresentedToken, RefreshTokenStore } from './refresh-token.store.js';
import { RevocationService } from './revocation.service.js';
import { SessionStore } from './session.store.js';
import { Turns } from './turns.js';
import { refreshGraceMs, sessionLifeMs, tokenLives } from '../signing-keys/token-lives.js';

export interface RefreshedSession {
  readonly access: string;
  /** Undefined if the old token stays valid and the family's document returns none (`compat`). */
  readonly refresh: string | undefined;
}

/** Result of the transaction. Errors are returned, not thrown, so that the end of the session commits. */
type Outcome =
  | { readonly presented: PresentedToken; readonly refresh: string | undefined }
  | 'REFRESH_TOKEN_INVALID'
  | 'REFRESH_TOKEN_ENDED';

/** Families whose clients get a new refresh token with every access token, in every profile. */
const renewing: readonly Family[] = ['attendance', 'proctorx'];

/** When the session ends, however often it is refreshed. */
const latestMs = ({ sessionCreatedAt }: PresentedToken): number => sessionCreatedAt.getTime() + sessionLifeMs;

const boundTo = (tokenHash: Uint8Array): string =>
  `refresh-token/${Buffer.from(tokenHash).toString('hex')}/successor`;

/**
 * Exchanges refresh tokens for new tokens (ADR 64). In `compat` a token stays valid until its successor is used, since clients of the
 * documents keep the first one; whoever then comes with an older token ends the session.
 */
@Injectable()
export class RefreshService {
  readonly #logger = new Logger(RefreshService.name);
  /** Whether every family's refresh tokens are exchanged for new ones. */
  readonly #rotates: boolean;
  /** How long a used token gets its unused successor again. */
  readonly #graceMs: number;
  /* Fifty requests with one token would hold every connection while they wait for its session. */
  readonly #turns = new Turns();

  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
    private readonly tokens: RefreshTokenStore,
    private readonly sealer: Sealer,
    private readonly accessTokens: AccessTokenService,
    private readonly revocations: RevocationService,
    private readonly audit: AuditLog,
    @Inject(platformSettings.token) settings: PlatformSettings,
  ) {
    this.#rotates = settings.SECURITY_PROFILE === 'strict';
    this.#graceMs = this.#rotates ? refreshGraceMs : Infinity;
  }

  /**
   * Locks the session of the token.
   * @throws DomainError REFRESH_TOKEN_INVALID if unknown, expired or of another family; REFRESH_TOKEN_ENDED if used before or
   * its session ended; REFRESH_TOKEN_WRONG_TYPE for an access token
   */
  async refresh(family: Family, token: string, actor: Actor): Promise<RefreshedSession> {
    refuseAccessToken(token);
    const outcome = await this.#turns.run(Buffer.from(hashRefreshToken(token)).toString('hex'), () =>
      this.database.transaction((tx) => this.#exchange(tx, family, token, actor)),
    );
    if (typeof outcome === 'string') throw new DomainError(outcome);
    const { presented, refresh } = outcome;
    return { access: await this.accessTokens.issue(presented, presented.sessionId), refresh };
  }

  async #exchange(tx: EntityManager, family: Family, token: string, actor: Actor): Promise<Outcome> {
    const presented = await this.#present(tx, family, token);
    if (typeof presented === 'string') return presented;
    if (latestMs(presented) <= Date.now()) return 'REFRESH_TOKEN_INVALID';
    await this.sessions.use(tx, presented.sessionId);
    const renews = this.#rotates || renewing.includes(family);
    if (!renews && presented.usedMsAgo === null) return { presented, refresh: undefined };
    if (presented.usedMsAgo === null) return { presented, refresh: await this.#rotate(tx, presented) };
    const successor = this.#unusedSuccessor(presented);
    if (successor !== undefined) return { presented, refresh: successor };
    this.#logger.warn(`A used refresh token was reused; session ${presented.sessionId} ends`);
    await this.revocations.endSessions(tx, [presented.sessionId], 'refresh-token-reused');
    await this.audit.append(tx, actor, {
      action: 'refresh-token-reused',
      account: presented,
      success: false,
      severity: 'error',
      details: { session: presented.sessionId },
    });
    return 'REFRESH_TOKEN_ENDED';
  }

  async #rotate(tx: EntityManager, parent: PresentedToken): Promise<string> {
    const child = await this.#makeChild(tx, parent);
    const sealed = this.sealer.seal(Buffer.from(child), boundTo(parent.tokenHash));
    await this.tokens.rotate(tx, parent, sealed);
    return child;
  }

  /** Returns the successor for a repeated request: until the successor is used, in `strict` within the grace period only. */
  #unusedSuccessor({ tokenHash, usedMsAgo, successorSealed }: PresentedToken): string | undefined {
    if (usedMsAgo === null || usedMsAgo > this.#graceMs || successorSealed === null) return undefined;
    return Buffer.from(this.sealer.open(successorSealed, boundTo(tokenHash))).toString();
  }

  async #makeChild(tx: EntityManager, parent: PresentedToken): Promise<string> {
    const child = makeRefreshToken();
    const expiresMs = Date.now() + tokenLives[parent.family].refreshMs;
    const expiresAt = new Date(Math.min(expiresMs, latestMs(parent)));
    await this.tokens.insert(tx, {
      tokenHash: hashRefreshToken(child),
      sessionId: parent.sessionId,
      parentHash: parent.tokenHash,
      expiresAt,
    });
    await this.sessions.prolong(tx, parent.sessionId, expiresAt);
    return child;
  }

  /** Locks the session, then reads the token, so that it sees the commit of the previous holder. */
  async #present(
    tx: EntityManager,
    family: Family,
    token: string,
  ): Promise<PresentedToken | 'REFRESH_TOKEN_INVALID' | 'REFRESH_TOKEN_ENDED'> {
    const hash = hashRefreshToken(token);
    const [session, presented] = await Promise.all([
      this.tokens.lockSession(tx, family, hash),
      this.tokens.present(tx, hash),
    ]);
    if (!session) return 'REFRESH_TOKEN_INVALID';
    if (session.ended) return 'REFRESH_TOKEN_ENDED';
    return presented ?? 'REFRESH_TOKEN_INVALID';
  }
}
