import { randomUUID } from 'node:crypto';
import type { EventSpec } from '@argus/contracts';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';

/** Writes a service's events in the transaction that makes them true (ADR 9). */
export class Outbox {
  private readonly wakers = new Set<() => void>();

  constructor(
    private readonly database: Database,
    /** Headers of the current call: request id and trace. */
    private readonly headersOfCall: () => Record<string, string> = () => ({}),
  ) {}

  async append<T>(tx: EntityManager, event: EventSpec<T>, payload: T): Promise<void> {
    await this.appendAll(tx, event, [payload]);
  }

  /** Appends several events of one kind, in order, by one statement. */
  async appendAll<T>(tx: EntityManager, event: EventSpec<T>, payloads: readonly T[]): Promise<void> {
    if (payloads.length === 0) return;
    await tx.query(
      `INSERT INTO outbox_message (id, subject, payload, headers)
       SELECT id, $1, payload, $2 FROM unnest($3::uuid[], $4::jsonb[]) WITH ORDINALITY AS sent (id, payload, place)
        ORDER BY place`,
      [
        event.subject,
        JSON.stringify(this.headersOfCall()),
        payloads.map(() => randomUUID()),
        payloads.map((payload) => JSON.stringify(payload)),
      ],
    );
    this.database.afterCommit(tx, () => {
      for (const wake of this.wakers) wake();
    });
  }

  /** Registers a callback for after every commit that appended events. */
  onAppended(wake: () => void): void {
    this.wakers.add(wake);
  }
}
