import { inspect } from 'node:util';
import type { Database } from '../database/database.js';

/** An event that a consumer could not handle. */
export interface UndeliverableEvent {
  readonly subject: string;
  /** The consumer that failed. */
  readonly group: string;
  readonly id: string;
  readonly message: { readonly payload: Uint8Array; readonly headers: Readonly<Record<string, string>> };
  readonly deliveries: number;
  readonly error: unknown;
}

/** Stores events that a consumer gave up on. */
export class DeadLetters {
  constructor(private readonly database: Database) {}

  /**
   * Resolves after the commit, so the bus may drop the event.
   * @param max number of letters kept for the consumer, the newest ones; a limit for events that strangers send.
   */
  async keep(
    { subject, group, id, message, deliveries, error }: UndeliverableEvent,
    max?: number,
  ): Promise<void> {
    const reason = error === undefined ? 'The process died while handling it' : inspect(error, { depth: 2 });
    await this.database.query(
      `INSERT INTO dead_letter (consumer, event_id, subject, headers, payload, deliveries, error)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (consumer, event_id) DO UPDATE
          SET deliveries = EXCLUDED.deliveries, error = EXCLUDED.error, kept_at = now()`,
      [
        group,
        id,
        subject,
        JSON.stringify(message.headers),
        Buffer.from(message.payload),
        deliveries,
        reason.slice(0, 2000),
      ],
    );
    if (max === undefined) return;
    await this.database.query(
      `DELETE FROM dead_letter WHERE consumer = $1 AND event_id IN
         (SELECT event_id FROM dead_letter WHERE consumer = $1 ORDER BY kept_at DESC, event_id OFFSET $2)`,
      [group, max],
    );
  }

  async count(): Promise<number> {
    const [row] = await this.database.query<{ count: number }>('SELECT count(*) FROM dead_letter');
    return row?.count ?? 0;
  }
}
