import type { DeliveryAttempt, DeliveryStatus } from '@argus/contracts';
import { Database, deleteRows } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { WebhookDelivery } from './webhook-delivery.entity.js';

export type ListedDelivery = Omit<
  WebhookDelivery,
  'webhookId' | 'webhook' | 'content' | 'createdAt' | 'tries'
>;

/** A delivery that is to be attempted now. */
export type DueDelivery = Pick<
  WebhookDelivery,
  'id' | 'event' | 'sequence' | 'content' | 'occurredAt' | 'tries'
>;

/** What becomes of a delivery after an attempt. */
export interface Settlement {
  readonly attempt: Omit<DeliveryAttempt, 'number' | 'at'>;
  readonly status: DeliveryStatus;
  /** Undefined unless it waits. */
  readonly nextInSeconds: number | undefined;
}

/* Of a delivery that is replayed again and again, the last are shown. */
const KEPT_ATTEMPTS = 20;
const LISTED = `id, sequence, event, status, attempts, occurred_at AS "occurredAt", next_attempt_at AS "nextAttemptAt",
  delivered_at AS "deliveredAt"`;

@Injectable()
export class DeliveryStore {
  constructor(private readonly database: Database) {}

  /** Returns one page, newest first, each row with the count of all. */
  list(
    webhookId: string,
    status: DeliveryStatus | undefined,
    limit: number,
    offset: number,
  ): Promise<(ListedDelivery & { count: number })[]> {
    const where = 'webhook_id = $1 AND ($2::text IS NULL OR status = $2)';
    return this.database.query(
      `SELECT ${LISTED}, (SELECT count(*) FROM webhook_delivery WHERE ${where}) FROM webhook_delivery
        WHERE ${where} ORDER BY sequence DESC LIMIT $3 OFFSET $4`,
      [webhookId, status ?? null, limit, offset],
    );
  }

  /** The oldest that are due. */
  due(webhookId: string, limit: number): Promise<DueDelivery[]> {
    return this.database.prepared<DueDelivery>(
      'webhook-delivery.due',
      `SELECT id, event, sequence, content, occurred_at AS "occurredAt", tries FROM webhook_delivery
        WHERE webhook_id = $1 AND status = 'waiting' AND next_attempt_at <= now() ORDER BY sequence LIMIT $2`,
      [webhookId, limit],
    );
  }

  async settle(tx: EntityManager, id: string, { attempt, status, nextInSeconds }: Settlement): Promise<void> {
    await this.database.preparedIn(
      tx,
      'webhook-delivery.settle',
      `UPDATE webhook_delivery SET status = $2, tries = tries + 1,
              next_attempt_at = now() + make_interval(secs => $3),
              delivered_at = CASE WHEN $2 = 'delivered' THEN now() ELSE delivered_at END,
              attempts = CASE WHEN jsonb_array_length(attempts) >= ${KEPT_ATTEMPTS} THEN attempts - 0 ELSE attempts END
                || (jsonb_build_object('number', coalesce((attempts -> -1 ->> 'number')::int, 0) + 1,
                     'at', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) || $4::jsonb)
        WHERE id = $1`,
      [id, status, nextInSeconds ?? null, JSON.stringify(attempt)],
    );
  }

  /** Has all that waits for a receiver attempted now. */
  hurry(tx: EntityManager, webhookId: string): void {
    this.database.sendIn(
      tx,
      'webhook-delivery.hurry',
      `UPDATE webhook_delivery SET next_attempt_at = now() WHERE webhook_id = $1 AND status = 'waiting'`,
      [webhookId],
    );
  }

  /** Has a delivery attempted from the beginning. Returns undefined if the receiver has none of this id. */
  async replay(tx: EntityManager, webhookId: string, id: string): Promise<ListedDelivery | undefined> {
    const [row] = await this.database.preparedIn<ListedDelivery>(
      tx,
      'webhook-delivery.replay',
      `UPDATE webhook_delivery SET status = 'waiting', tries = 0, next_attempt_at = now()
        WHERE id = $2 AND webhook_id = $1 RETURNING ${LISTED}`,
      [webhookId, id],
    );
    return row;
  }

  /** Deletes deliveries whose events are older. */
  async deleteOlderThan(days: number): Promise<void> {
    await deleteRows(
      this.database,
      'webhook_delivery',
      'created_at < now() - make_interval(days => $1)',
      days,
    );
  }
}
