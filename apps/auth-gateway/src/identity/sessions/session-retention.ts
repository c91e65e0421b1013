import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';

/** Forgets what is over: expired refresh tokens and revocations, and sessions that have none and ended long ago. */
@Injectable()
export class SessionRetention {
  constructor(private readonly database: Database) {}

  async sweep(): Promise<void> {
    await this.database.query('DELETE FROM refresh_token WHERE expires_at < now()');
    await this.database.query('DELETE FROM revocation WHERE forget_at < now()');
    await this.database.query(
      `DELETE FROM session s WHERE last_used_at < now() - interval '90 days'
         AND NOT EXISTS (SELECT FROM refresh_token t WHERE t.session_id = s.sid)`,
    );
  }
}
