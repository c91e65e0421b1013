import type { Database } from '../database/database.js';
import { REPLY_LIFE } from '../idempotency/idempotent-replies.js';

/**
 * Deletes expired rows of every service. Published events live as long as in the broker, ids of consumed events longer than
 * any redelivery, idempotent replies for a day (ADR 19).
 */
export class StoreRetention {
  constructor(private readonly database: Database) {}

  async sweep(): Promise<void> {
    await this.database.query("DELETE FROM outbox_message WHERE published_at < now() - interval '7 days'");
    await this.database.query("DELETE FROM inbox_message WHERE received_at < now() - interval '21 days'");
    await this.database.query(
      `DELETE FROM idempotent_reply WHERE created_at < now() - interval '${REPLY_LIFE}'`,
    );
  }
}
