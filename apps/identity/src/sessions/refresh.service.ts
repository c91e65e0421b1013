import { DomainError, type Family } from '@argus/contracts';
import { Database, Sealer } from '@argus/persistence';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Account } from '../accounts/account.entity.js';
import { type Actor, AuditLog } from '../audit/audit-log.js';
import { rowsOf } from '../rows.js';
import { AccessTokenService } from './access-token.service.js';
import { hashRefreshToken, judgeRefreshToken, makeRefreshToken } from './refresh-token.js';
import { RefreshToken } from './refresh-token.entity.js';
import { RevocationService } from './revocation.service.js';
import { refreshGraceMs, strictSessionLifeMs, tokenLives } from './token-lives.js';

export interface RefreshedSession {
  readonly access: string;
  /** Absent where the family's document knows none and the old token stays good (`compat`). */
  readonly refresh: string | undefined;
}

type Presented = Pick<RefreshToken, 'token_hash' | 'session_id' | 'parent_hash' | 'successor_sealed'> &
  Pick<Account, 'family' | 'id' | 'username' | 'email' | 'role'> & {
    readonly session_created_at: Date;
    readonly used_ms_ago: number | null;
  };

/** Made inside the transaction; `reused` commits, so that the session stays ended. */
type Outcome =
  | { readonly presented: Presented; readonly refresh: string | undefined }
  | 'REFRESH_TOKEN_INVALID'
  | 'REFRESH_TOKEN_ENDED';

/** Families whose clients get a new refresh token with every access token, in every profile. */
const renewing: readonly Family[] = ['attendance', 'proctorx'];

const boundTo = (tokenHash: Uint8Array): string =>
  `refresh-token/${Buffer.from(tokenHash).toString('hex')}/successor`;

/** Gives new tokens for a refresh token. How long the old one then lives is the security profile's choice. */
@Injectable()
export class RefreshService {
  readonly #logger = new Logger(RefreshService.name);
  readonly #rotates: boolean;

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly accessTokens: AccessTokenService,
    private readonly revocations: RevocationService,
    private readonly audit: AuditLog,
    @Inject(platformSettings.token) settings: PlatformSettings,
  ) {
    this.#rotates = settings.SECURITY_PROFILE === 'strict';
  }

  /**
   * @throws DomainError REFRESH_TOKEN_INVALID: unknown, expired or of another family; REFRESH_TOKEN_ENDED: of a session
   * that ended, or used before; REFRESH_TOKEN_WRONG_TYPE: an access token.
   */
  async refresh(family: Family, token: string, actor: Actor): Promise<RefreshedSession> {
    judgeRefreshToken(token);
    const outcome = await this.database.transaction((tx) => this.#exchange(tx, family, token, actor));
    if (typeof outcome === 'string') throw new DomainError(outcome);
    const { presented, refresh } = outcome;
    return { access: await this.accessTokens.issue(presented, presented.session_id), refresh };
  }

  async #exchange(tx: EntityManager, family: Family, token: string, actor: Actor): Promise<Outcome> {
    const presented = await present(tx, family, token);
    if (typeof presented === 'string') return presented;
    await rowsOf(tx, 'UPDATE session SET last_used_at = now() WHERE sid = $1', [presented.session_id]);
    if (!this.#rotates)
      return {
        presented,
        refresh: renewing.includes(family) ? await this.#makeChild(tx, presented) : undefined,
      };
    if (presented.used_ms_ago === null) return { presented, refresh: await this.#rotate(tx, presented) };
    const successor = this.#unusedSuccessor(presented);
    if (successor !== undefined) return { presented, refresh: successor };
    this.#logger.warn(`A used refresh token came back; session ${presented.session_id} ends`);
    await this.revocations.endSessions(tx, [presented.session_id], 'refresh-token-reused');
    await this.audit.append(tx, actor, {
      action: 'refresh-token-reused',
      account: presented,
      success: false,
      severity: 'error',
      details: { session: presented.session_id },
    });
    return 'REFRESH_TOKEN_ENDED';
  }

  async #rotate(tx: EntityManager, parent: Presented): Promise<string> {
    const child = await this.#makeChild(tx, parent);
    const sealed = this.sealer.seal(Buffer.from(child), boundTo(parent.token_hash));
    await rowsOf(
      tx,
      `UPDATE refresh_token SET
         used_at = CASE WHEN token_hash = $1 THEN clock_timestamp() ELSE used_at END,
         successor_sealed = CASE WHEN token_hash = $1 THEN $3::bytea END
       WHERE token_hash IN ($1, $2)`,
      [parent.token_hash, parent.parent_hash, sealed],
    );
    return child;
  }

  /** What a repeated request is answered with: shortly after the first one, and until the successor is used. */
  #unusedSuccessor({ token_hash, used_ms_ago, successor_sealed }: Presented): string | undefined {
    if (used_ms_ago === null || used_ms_ago > refreshGraceMs || successor_sealed === null) return undefined;
    return Buffer.from(this.sealer.open(successor_sealed, boundTo(token_hash))).toString();
  }

  async #makeChild(tx: EntityManager, parent: Presented): Promise<string> {
    const child = makeRefreshToken();
    const expiresMs = Date.now() + tokenLives[parent.family].refreshMs;
    const latestMs = parent.session_created_at.getTime() + strictSessionLifeMs;
    const expiresAt = new Date(this.#rotates ? Math.min(expiresMs, latestMs) : expiresMs);
    await tx.insert(RefreshToken, {
      token_hash: hashRefreshToken(child),
      session_id: parent.session_id,
      parent_hash: parent.token_hash,
      expires_at: expiresAt,
    });
    await rowsOf(tx, 'UPDATE session SET expires_at = greatest(expires_at, $2) WHERE sid = $1', [
      parent.session_id,
      expiresAt,
    ]);
    return child;
  }
}

/** The token with its session, locked: exchanges of one session happen one after the other. */
async function present(
  tx: EntityManager,
  family: Family,
  token: string,
): Promise<Presented | 'REFRESH_TOKEN_INVALID' | 'REFRESH_TOKEN_ENDED'> {
  const hash = hashRefreshToken(token);
  const [session] = await rowsOf<{ ended: boolean }>(
    tx,
    `SELECT ended_at IS NOT NULL AS ended FROM session WHERE family = $2
       AND sid = (SELECT session_id FROM refresh_token WHERE token_hash = $1 AND expires_at > now()) FOR UPDATE`,
    [hash, family],
  );
  if (!session) return 'REFRESH_TOKEN_INVALID';
  if (session.ended) return 'REFRESH_TOKEN_ENDED';
  // A statement of its own: it sees what the one that held the lock before has committed.
  const [presented] = await rowsOf<Presented>(
    tx,
    `SELECT t.token_hash, t.session_id, t.parent_hash, t.successor_sealed, a.family, a.id, a.username, a.email, a.role,
       s.created_at AS session_created_at,
       (extract(epoch FROM clock_timestamp() - t.used_at) * 1000)::float8 AS used_ms_ago
     FROM refresh_token t JOIN session s ON s.sid = t.session_id
       JOIN account a ON a.family = s.family AND a.id = s.account_id
     WHERE t.token_hash = $1 AND t.expires_at > now() AND a.is_active`,
    [hash],
  );
  return presented ?? 'REFRESH_TOKEN_INVALID';
}
