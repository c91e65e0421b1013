import { Every } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { ApiKeyStore } from '../api-keys/api-key.store.js';
import { LoginGuard } from '../login-attempts/login-guard.service.js';
import { RefreshTokenStore } from '../sessions/refresh-token.store.js';
import { RevocationStore } from '../sessions/revocation.store.js';
import { SessionStore } from '../sessions/session.store.js';

/* More than a week of refreshes at the published limit's pace would be 50,400; clients need one in five minutes at most. */
const MAX_TOKENS_OF_A_SESSION = 10_000;

/**
 * Deletes expired refresh tokens, the oldest of very long sessions, expired revocations, long unused sessions without tokens, API keys that ended a year ago, and
 * log-in counters without effect.
 */
@Injectable()
export class SessionRetention {
  constructor(
    private readonly sessions: SessionStore,
    private readonly tokens: RefreshTokenStore,
    private readonly revocations: RevocationStore,
    private readonly keys: ApiKeyStore,
    private readonly guard: LoginGuard,
  ) {}

  @Every(3_600_000, 'delete old sessions')
  async sweep(): Promise<void> {
    await this.tokens.deleteExpired();
    await this.tokens.shorten(MAX_TOKENS_OF_A_SESSION);
    await this.revocations.deleteForgotten();
    await this.keys.deleteLongEnded();
    await this.guard.sweep();
    await this.sessions.deleteUnused();
  }
}
