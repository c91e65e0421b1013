import type { WebhookEvent } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Webhook } from './webhook.entity.js';

/** A receiver as it is shown. */
export type ListedWebhook = Pick<
  Webhook,
  | 'id'
  | 'name'
  | 'url'
  | 'events'
  | 'status'
  | 'lastSequence'
  | 'lastDeliveredAt'
  | 'failingSince'
  | 'createdBy'
  | 'createdAt'
> & { readonly waiting: number; readonly failed: number };

/** What a message needs. */
export interface Addressee extends Pick<Webhook, 'id' | 'name' | 'url'> {
  /** All that sign: the present one, then former ones, the newest first. */
  readonly secretsSealed: readonly Uint8Array[];
}

const LISTED = `w.id, w.name, w.url, w.events, w.status, w.last_sequence AS "lastSequence", w.last_delivered_at AS "lastDeliveredAt",
  w.failing_since AS "failingSince", w.created_by AS "createdBy", w.created_at AS "createdAt",
  (SELECT count(*) FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.status = 'waiting') AS waiting,
  (SELECT count(*) FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.status = 'failed') AS failed`;
const SECRETS = `ARRAY[w.secret_sealed] || ARRAY(SELECT f.secret_sealed FROM webhook_former_secret f
  WHERE f.webhook_id = w.id AND f.until > now() ORDER BY f.until DESC) AS "secretsSealed"`;
const FORMER_VALID = `interval '24 hours'`;
const DUE = `status = 'active' AND coalesce(woken_until < now(), true)
            AND coalesce(leased_until < now(), true) AND coalesce(resting_until <= now(), true)
            AND EXISTS (SELECT FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.status = 'waiting' AND d.next_attempt_at <= now())`;
/** Returns the SQL condition that a receiver listens to the event. */
export const listening = (event: WebhookEvent): string =>
  `EXISTS (SELECT FROM webhook WHERE '${event}' = ANY(events))`;

/** Signatures in a header, of which receivers try each. */
const MAX_FORMER = 5;

@Injectable()
export class WebhookStore {
  constructor(private readonly database: Database) {}

  /** Returns one page, newest first, each row with the count of all. */
  list(limit: number, offset: number): Promise<(ListedWebhook & { count: number })[]> {
    return this.database.query(
      `SELECT ${LISTED}, (SELECT count(*) FROM webhook) FROM webhook w ORDER BY w.created_at DESC, w.id DESC LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
  }

  /** Inside the surrounding transaction, if there is one. */
  async find(id: string): Promise<ListedWebhook | undefined> {
    const [found] = await this.database.query<ListedWebhook>(
      `SELECT ${LISTED} FROM webhook w WHERE w.id = $1`,
      [id],
    );
    return found;
  }

  async addressee(id: string): Promise<Addressee | undefined> {
    const [found] = await this.database.query<Addressee>(
      `SELECT w.id, w.name, w.url, ${SECRETS} FROM webhook w WHERE w.id = $1`,
      [id],
    );
    return found;
  }

  /** Locks the making of receivers until the commit, so that the limit holds. */
  async count(tx: EntityManager): Promise<number> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.webhooks', 0))`);
    return tx.count(Webhook);
  }

  async insert(
    tx: EntityManager,
    webhook: Pick<Webhook, 'id' | 'name' | 'url' | 'events' | 'status' | 'secretSealed' | 'createdBy'>,
  ): Promise<void> {
    await tx.insert(Webhook, webhook);
  }

  /** Changes a receiver; one that is active again is tried at once. Returns false if there is none. */
  async change(
    tx: EntityManager,
    id: string,
    { status, ...others }: Partial<Pick<Webhook, 'name' | 'url' | 'events' | 'status'>>,
  ): Promise<boolean> {
    const anew = { failures: 0, failingSince: null, restingUntil: null };
    const isAnother = status === 'active' || others.url !== undefined;
    const change = { ...others, ...(status && { status }), ...(isAnother && anew) };
    if (Object.keys(change).length === 0) return tx.existsBy(Webhook, { id });
    const { affected } = await tx.update(Webhook, id, change);
    return affected === 1;
  }

  /** The present secret becomes a former one, for 24 hours. Returns false if there is no such receiver. */
  async replaceSecret(tx: EntityManager, id: string, secretSealed: Uint8Array): Promise<boolean> {
    const rows = await this.database.preparedIn(
      tx,
      'webhook.replace-secret',
      `WITH present AS (SELECT id, secret_sealed FROM webhook WHERE id = $1 FOR NO KEY UPDATE),
       kept AS (INSERT INTO webhook_former_secret (webhook_id, until, secret_sealed)
         SELECT id, clock_timestamp() + ${FORMER_VALID}, secret_sealed FROM present)
       UPDATE webhook w SET secret_sealed = $2 FROM present WHERE w.id = present.id RETURNING w.id`,
      [id, secretSealed],
    );
    await tx.query(
      `DELETE FROM webhook_former_secret WHERE webhook_id = $1 AND (until < now() OR until IN (
         SELECT until FROM webhook_former_secret WHERE webhook_id = $1 ORDER BY until DESC OFFSET ${MAX_FORMER}))`,
      [id],
    );
    return rows.length === 1;
  }

  async remove(tx: EntityManager, id: string): Promise<boolean> {
    const { affected } = await tx.delete(Webhook, id);
    return affected === 1;
  }

  /** Returns the receivers that were just told of the event and for which no job waits yet. */
  async announce(
    tx: EntityManager,
    told: {
      readonly event: WebhookEvent;
      readonly occurredAt: string;
      readonly content: string;
    },
  ): Promise<string[]> {
    const rows = await this.database.preparedIn<{ id: string }>(
      tx,
      'webhook.announce',
      /* The lock in the order of ids: two events at once would wait for each other otherwise. */
      `WITH listening AS (
         SELECT id, status = 'active' AND coalesce(woken_until < now(), true) AS asleep FROM webhook
          WHERE $1 = ANY(events) ORDER BY id FOR NO KEY UPDATE
       ), told AS (
         UPDATE webhook w SET last_sequence = last_sequence + 1,
                woken_until = CASE WHEN asleep THEN now() + interval '10 seconds' ELSE woken_until END
           FROM listening WHERE w.id = listening.id RETURNING w.id, w.last_sequence, asleep
       ), kept AS (
         INSERT INTO webhook_delivery (id, webhook_id, sequence, event, content, occurred_at)
         SELECT gen_random_uuid(), id, last_sequence, $1, $2, $3::timestamptz FROM told
       ) SELECT id FROM told WHERE asleep`,
      [told.event, told.content, told.occurredAt],
    );
    return rows.map(({ id }) => id);
  }

  /** Whether something is due to a receiver that no job takes care of. */
  async isAnyDue(): Promise<boolean> {
    const rows = await this.database.prepared(
      'webhook.is-any-due',
      `SELECT 1 FROM webhook w WHERE ${DUE} LIMIT 1`,
    );
    return rows.length > 0;
  }

  /** Returns active receivers for which something is due that no job takes care of, and takes them for woken. */
  async wake(tx: EntityManager): Promise<string[]> {
    const rows = await this.database.preparedIn<{ id: string }>(
      tx,
      'webhook.wake',
      `WITH due AS (
         SELECT id FROM webhook w WHERE ${DUE}
          ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
       ) UPDATE webhook w SET woken_until = now() + interval '10 seconds' FROM due WHERE w.id = due.id RETURNING w.id`,
    );
    return rows.map(({ id }) => id);
  }

  /** Lets one round send to the receiver, or goes on with it. Returns undefined if another does, or nothing may be sent. */
  async lease(id: string, round: string, seconds: number): Promise<Addressee | undefined> {
    const [leased] = await this.database.prepared<Addressee>(
      'webhook.lease',
      `UPDATE webhook w SET leased_by = $2, leased_until = now() + make_interval(secs => $3), woken_until = NULL
        WHERE id = $1 AND status = 'active' AND coalesce(resting_until <= now(), true)
          AND (leased_by = $2 OR coalesce(leased_until < now(), true))
        RETURNING w.id, w.name, w.url, ${SECRETS}`,
      [id, round, seconds],
    );
    return leased;
  }

  async release(id: string, round: string): Promise<void> {
    await this.database.prepared(
      'webhook.release',
      'UPDATE webhook SET leased_by = NULL, leased_until = NULL, woken_until = NULL WHERE id = $1 AND leased_by = $2',
      [id, round],
    );
  }

  noteSuccess(tx: EntityManager, id: string): void {
    this.database.sendIn(
      tx,
      'webhook.success',
      'UPDATE webhook SET failures = 0, failing_since = NULL, resting_until = NULL, last_delivered_at = now() WHERE id = $1',
      [id],
    );
  }

  /**
   * Counts a failure in a row of the address. Returns how many there were, and whether it has failed for five days by now; undefined if the
   * receiver has another address meanwhile.
   */
  async noteFailure(
    tx: EntityManager,
    { id, url }: Pick<Addressee, 'id' | 'url'>,
  ): Promise<{ readonly failures: number; readonly isHopeless: boolean } | undefined> {
    const [row] = await this.database.preparedIn<{ failures: number; isHopeless: boolean }>(
      tx,
      'webhook.failure',
      `UPDATE webhook SET failures = failures + 1, failing_since = coalesce(failing_since, now()) WHERE id = $1 AND url = $2
       RETURNING failures, failing_since < now() - interval '5 days' AS "isHopeless"`,
      [id, url],
    );
    return row;
  }

  rest(tx: EntityManager, id: string, seconds: number): void {
    this.database.sendIn(
      tx,
      'webhook.rest',
      'UPDATE webhook SET resting_until = now() + make_interval(secs => $2) WHERE id = $1',
      [id, seconds],
    );
  }

  /** Returns false if it is no longer active. */
  async disable(tx: EntityManager, id: string): Promise<boolean> {
    const rows = await this.database.preparedIn(
      tx,
      'webhook.disable',
      `UPDATE webhook SET status = 'disabled' WHERE id = $1 AND status = 'active' RETURNING id`,
      [id],
    );
    return rows.length === 1;
  }
}
