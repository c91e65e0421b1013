import { inspect } from 'node:util';
import { StoredTime } from '../columns/stored-time.js';
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

/** A dead letter as it is kept. */
export interface KeptLetter {
  readonly consumer: string;
  readonly eventId: string;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
  readonly deliveries: number;
  readonly error: string;
  readonly keptAt: StoredTime;
  /** When an operator asked for a replay that nobody has begun yet. */
  readonly replayAskedAt: StoredTime | null;
}

const COLUMNS = `consumer, event_id AS "eventId", subject, headers, payload, deliveries, error, kept_at AS "keptAt",
  replay_asked_at AS "replayAskedAt"`;

/** Stores events that a consumer gave up on, until an operator has them replayed or discards them. */
export class DeadLetters {
  constructor(private readonly database: Database) {}

  /**
   * Resolves after the commit, so the bus may drop the event.
   * @param max number of letters kept for the consumer; a limit for events that strangers send. Subjects have equal shares of it, and
   *   each keeps its newest letters: one that sends without end pushes out its own.
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
          SET deliveries = EXCLUDED.deliveries, error = EXCLUDED.error, kept_at = now(), replay_asked_at = NULL`,
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
         (SELECT event_id FROM
            (SELECT event_id, kept_at, row_number() OVER (PARTITION BY subject ORDER BY kept_at DESC, event_id) AS nth
               FROM dead_letter WHERE consumer = $1) AS ranked
           ORDER BY nth, kept_at DESC, event_id OFFSET $2)`,
      [group, max],
    );
  }

  async count(): Promise<number> {
    const [row] = await this.database.query<{ count: number }>('SELECT count(*) FROM dead_letter');
    return row?.count ?? 0;
  }

  /** Returns at most so many letters, newest first. */
  newest(limit: number): Promise<KeptLetter[]> {
    return this.database.query(
      `SELECT ${COLUMNS} FROM dead_letter ORDER BY kept_at DESC, consumer, event_id LIMIT $1`,
      [limit],
    );
  }

  async find(eventId: string): Promise<KeptLetter | undefined> {
    const [letter] = await this.database.query<KeptLetter>(
      `SELECT ${COLUMNS} FROM dead_letter WHERE event_id::text = $1 ORDER BY consumer LIMIT 1`,
      [eventId],
    );
    return letter;
  }

  /** Deletes the letter, or all. Returns how many there were. */
  async discard(eventId?: string): Promise<number> {
    const gone = await this.database.query(
      'DELETE FROM dead_letter WHERE $1::text IS NULL OR event_id::text = $1 RETURNING event_id',
      [eventId ?? null],
    );
    return gone.length;
  }

  /** Has the service replay the letter, or all, as soon as it runs. Returns how many there are. */
  async askReplay(eventId?: string): Promise<number> {
    const asked = await this.database.query(
      `UPDATE dead_letter SET replay_asked_at = now() WHERE $1::text IS NULL OR event_id::text = $1 RETURNING event_id`,
      [eventId ?? null],
    );
    return asked.length;
  }

  /**
   * Handles the consumer's letters that an operator asked to replay, oldest first. A handled letter is deleted, unless the handler kept
   * it again; one whose handler throws stays with the new error. If the process dies meanwhile, the letter stays as it was.
   */
  async replay(consumer: string, handle: (letter: KeptLetter) => Promise<void>): Promise<void> {
    for (;;) {
      const letter = await this.#takeAsked(consumer);
      if (!letter) return;
      const { eventId: id, subject, headers, payload, deliveries } = letter;
      try {
        await handle(letter);
      } catch (error) {
        const message = { headers, payload };
        await this.keep({ group: consumer, id, subject, message, deliveries: deliveries + 1, error });
        continue;
      }
      await this.database.query(
        'DELETE FROM dead_letter WHERE consumer = $1 AND event_id = $2 AND kept_at = $3',
        [consumer, id, letter.keptAt.exact],
      );
    }
  }

  /* Taken before it is handled: a replica that asks as well gets another letter. */
  async #takeAsked(consumer: string): Promise<KeptLetter | undefined> {
    const [letter] = await this.database.query<KeptLetter>(
      `UPDATE dead_letter SET replay_asked_at = NULL WHERE (consumer, event_id) IN
         (SELECT consumer, event_id FROM dead_letter WHERE consumer = $1 AND replay_asked_at IS NOT NULL
           ORDER BY kept_at, event_id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING ${COLUMNS}`,
      [consumer],
    );
    return letter;
  }
}
