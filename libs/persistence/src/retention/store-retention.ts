import type { Database } from '../database/database.js';
import { REPLY_LIFE } from '../idempotency/idempotent-replies.js';

/**
 * Forgets what every service keeps for a time: published events as long as the broker keeps them, the ids of consumed ones
 * for longer than any redelivery, replies under an Idempotency-Key for a day (ADR 19).
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
