import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { LoginGuard } from '../login-attempts/login-guard.js';

/**
 * Forgets what is over: expired refresh tokens and revocations, sessions that have none and ended long ago, API keys that
 * have not worked for a year, counters that hinder nobody.
 */
@Injectable()
export class SessionRetention {
  constructor(
    private readonly database: Database,
    private readonly guard: LoginGuard,
  ) {}

  async sweep(): Promise<void> {
    await this.database.query('DELETE FROM refresh_token WHERE expires_at < now()');
    await this.database.query('DELETE FROM revocation WHERE forget_at < now()');
    await this.database.query(
      `DELETE FROM api_key WHERE least(revoked_at, expires_at) < now() - interval '1 year'`,
    );
    await this.guard.sweep();
    await this.database.query(
      `DELETE FROM session s WHERE last_used_at < now() - interval '90 days'
         AND NOT EXISTS (SELECT FROM refresh_token t WHERE t.session_id = s.sid)`,
    );
  }
}
