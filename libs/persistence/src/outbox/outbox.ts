import { randomUUID } from 'node:crypto';
import type { EventSpec } from '@argus/contracts';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';

/** Where a service writes its events: in the transaction that makes them true (ADR 9). */
export class Outbox {
  private readonly wakers = new Set<() => void>();

  constructor(
    private readonly database: Database,
    /** Headers of the call at hand: request id and trace. */
    private readonly headersOfCall: () => Record<string, string> = () => ({}),
  ) {}

  async append<T>(tx: EntityManager, event: EventSpec<T>, payload: T): Promise<void> {
    await tx.query('INSERT INTO outbox_message (id, subject, payload, headers) VALUES ($1, $2, $3, $4)', [
      randomUUID(),
      event.subject,
      JSON.stringify(payload),
      JSON.stringify(this.headersOfCall()),
    ]);
    this.database.afterCommit(tx, () => {
      for (const wake of this.wakers) wake();
    });
  }

  /** Called after every commit that appended something. */
  onAppended(wake: () => void): void {
    this.wakers.add(wake);
  }
}
