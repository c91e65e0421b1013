import { randomUUID } from 'node:crypto';
import type { EventSpec } from '@argus/contracts';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { type Effect, effectStatement } from './effect-statement.js';

/** Writes a service's events in the transaction that makes them true (ADR 9). */
export class Outbox {
  private readonly wakers = new Set<() => void>();
  private readonly conditions = new Map<string, string>();

  constructor(
    private readonly database: Database,
    /** Headers of the current call: request id and trace. */
    private readonly headersOfCall: () => Record<string, string> = () => ({}),
  ) {}

  /**
   * Appends the event only where an SQL condition holds in the transaction that makes it true: what nobody listens to costs no relay and
   * no inbox. To be called before the first event, by the noun that alone consumes it.
   */
  onlyWhere<T>({ subject }: EventSpec<T>, condition: string): void {
    this.conditions.set(subject, condition);
  }

  async append<T>(tx: EntityManager, event: EventSpec<T>, payload: T): Promise<void> {
    await this.appendAll(tx, event, [payload]);
  }

  /** Appends several events of one kind, in order, by one statement. */
  async appendAll<T>(tx: EntityManager, event: EventSpec<T>, payloads: readonly T[]): Promise<void> {
    if (payloads.length === 0) return;
    const condition = this.conditions.get(event.subject);
    this.database.sendIn(
      tx,
      condition === undefined ? 'outbox-append' : `outbox-append ${event.subject}`,
      `INSERT INTO outbox_message (id, subject, payload, headers)
       SELECT id, $1, payload, $2 FROM unnest($3::uuid[], $4::jsonb[]) WITH ORDINALITY AS sent (id, payload, place)
        WHERE ${condition ?? 'true'} ORDER BY place`,
      [
        event.subject,
        JSON.stringify(this.headersOfCall()),
        payloads.map(() => randomUUID()),
        payloads.map((payload) => JSON.stringify(payload)),
      ],
    );
    this.database.afterCommit(tx, () => this.wake());
  }

  /**
   * Has the effect and appends its events by one statement, in the surrounding transaction or else as one of its own. Returns the rows of
   * the effect. For hot writes: `append` needs a transaction around it, which is three round trips more.
   */
  async write<R extends object>(effect: Effect): Promise<R[]> {
    const { text, values } = effectStatement(effect, this.headersOfCall(), this.conditions);
    const rows = await this.database.prepared<R>(effect.name, text, values);
    if (rows.length > 0) this.database.afterCommit(undefined, () => this.wake());
    return rows;
  }

  /** Registers a callback for after every commit that appended events. */
  onAppended(wake: () => void): void {
    this.wakers.add(wake);
  }

  private wake(): void {
    for (const wake of this.wakers) wake();
  }
}
