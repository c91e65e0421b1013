import { setTimeout as pause } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { WakeUp } from '../wake-up.js';
import type { Outbox } from './outbox.js';

/** Resolves once the bus has stored the event; rejects if it must be published again. */
export type PublishEvent = (
  subject: string,
  id: string,
  payload: unknown,
  headers: Record<string, string>,
) => Promise<void>;

interface Claimed {
  position: number;
  id: string;
  subject: string;
  payload: unknown;
  headers: Record<string, string>;
  attempts: number;
}

const BATCH = 100;
const POLL_MS = 2000;
/** Batches are at least so far apart: a lone event goes at once, and under load many share the statements of a batch. */
const APART_MS = 20;
const MAX_BACKOFF_SECONDS = 30;

/**
 * Publishes the events of the outbox to the bus, at least once. Claims every unpublished, unlocked row. It must not continue
 * after the last position: a transaction with a smaller position may commit late. The events of a batch are sent in their order and
 * without waiting for each other; one that fails comes again after those that followed it.
 */
export class OutboxRelay {
  private readonly wakeUp = new WakeUp();
  private running: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly database: Database,
    outbox: Outbox,
    private readonly publish: PublishEvent,
    private readonly onError: (error: unknown) => void = () => undefined,
  ) {
    outbox.onAppended(() => this.wakeUp.wake());
  }

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wakeUp.wake();
    await this.running;
  }

  /** Publishes all events that are due. */
  async flush(): Promise<void> {
    while ((await this.relayBatch()) === BATCH);
  }

  /**
   * Called with the identity of the broker's event store. A new identity means that published events may be lost: all events
   * still kept here are published again, and inboxes drop those already handled.
   */
  async eventStoreOpened(identity: string): Promise<void> {
    const isNew = await this.database.transaction(async (tx) => {
      await tx.query('INSERT INTO event_store (identity) VALUES ($1) ON CONFLICT DO NOTHING', [identity]);
      const [known] = await tx.query<{ identity: string }[]>('SELECT identity FROM event_store FOR UPDATE');
      if (known?.identity === identity) return false;
      await tx.query('UPDATE event_store SET identity = $1', [identity]);
      await tx.query(
        'UPDATE outbox_message SET published_at = NULL, due_at = now() WHERE published_at IS NOT NULL',
      );
      return true;
    });
    if (isNew) this.wakeUp.wake();
  }

  /** Age of the oldest unpublished event; 0 when all are published. */
  async oldestUnpublishedSeconds(): Promise<number> {
    const [row] = await this.database.query<{ age: number | null }>(
      'SELECT extract(epoch FROM now() - min(created_at))::float8 AS age FROM outbox_message WHERE published_at IS NULL',
    );
    return row?.age ?? 0;
  }

  private async run(): Promise<void> {
    let isWoken = true;
    while (!this.stopping) {
      try {
        if (isWoken || (await this.isDue())) await this.flush();
      } catch (error) {
        this.onError(error);
      }
      if (!this.stopping) await pause(APART_MS);
      isWoken = await this.wakeUp.sleep(POLL_MS);
    }
    await this.flush().catch(this.onError);
  }

  /** Asks without a transaction, since nearly always nothing is. */
  private async isDue(): Promise<boolean> {
    const [row] = await this.database.prepared<{ due: boolean }>(
      'outbox-due',
      'SELECT EXISTS (SELECT 1 FROM outbox_message WHERE published_at IS NULL AND due_at <= now()) AS due',
    );
    return row?.due === true;
  }

  private relayBatch(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const claimed = await this.database.preparedIn<Claimed>(
        tx,
        'outbox-claim',
        `SELECT position, id, subject, payload, headers, attempts FROM outbox_message
          WHERE published_at IS NULL AND due_at <= now() ORDER BY position LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
      );
      /* What publishing sets off, such as a consumer in this process, is not part of this transaction. */
      const outcomes = await this.database.outsideTransaction(() =>
        Promise.allSettled(
          claimed.map(({ subject, id, payload, headers }) => this.publish(subject, id, payload, headers)),
        ),
      );
      const published = claimed.filter((_, at) => outcomes[at]!.status === 'fulfilled');
      if (published.length > 0)
        this.database.sendIn(
          tx,
          'outbox-published',
          'UPDATE outbox_message SET published_at = now() WHERE position = ANY($1)',
          [published.map(({ position }) => position)],
        );
      for (const [at, outcome] of outcomes.entries())
        if (outcome.status === 'rejected') this.postpone(tx, claimed[at]!, outcome.reason);
      return claimed.length;
    });
  }

  private postpone(tx: EntityManager, { position, attempts }: Claimed, error: unknown): void {
    this.onError(error);
    const backoffSeconds = Math.min(2 ** attempts * 0.25, MAX_BACKOFF_SECONDS);
    this.database.sendIn(
      tx,
      'outbox-postpone',
      `UPDATE outbox_message SET attempts = attempts + 1, due_at = now() + make_interval(secs => $2) WHERE position = $1`,
      [position, backoffSeconds],
    );
  }
}
