import { Every } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { ApiKeyStore } from '../api-keys/api-key.store.js';
import { LoginGuard } from '../login-attempts/login-guard.js';
import { RefreshTokenStore } from '../sessions/refresh-token.store.js';
import { RevocationStore } from '../sessions/revocation.store.js';
import { SessionStore } from '../sessions/session.store.js';

/**
 * Forgets what is over: expired refresh tokens and revocations, sessions that have none and ended long ago, API keys that
 * have not worked for a year, counters that hinder nobody.
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

  @Every(3_600_000, 'forget old sessions')
  async sweep(): Promise<void> {
    await this.tokens.deleteExpired();
    await this.revocations.deleteForgotten();
    await this.keys.deleteLongEnded();
    await this.guard.sweep();
    await this.sessions.deleteUnused();
  }
}
