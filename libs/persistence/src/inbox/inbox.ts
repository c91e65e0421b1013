import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';

/** Makes the effect of an event happen once although the event arrives at least once (ADR 9). */
export class Inbox {
  /** Returns true for the first delivery. Call it in the transaction of the effect. */
  static async once(
    database: Database,
    tx: EntityManager,
    consumer: string,
    eventId: string,
  ): Promise<boolean> {
    const inserted = await database.preparedIn(
      tx,
      'inbox-once',
      'INSERT INTO inbox_message (consumer, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1',
      [consumer, eventId],
    );
    return inserted.length === 1;
  }
}
