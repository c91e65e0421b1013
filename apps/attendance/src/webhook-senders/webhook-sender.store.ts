import { Database, deleteRows } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { WebhookSenderRow } from './webhook-sender.entity.js';

const COLUMNS = `id, name, secret_sealed AS "secretSealed", created_by AS "createdBy", created_at AS "createdAt", last_message_at AS "lastMessageAt"`;

@Injectable()
export class WebhookSenderStore {
  constructor(private readonly database: Database) {}

  /** Returns one page, newest first, each row with the count of all. */
  list(limit: number, offset: number): Promise<(WebhookSenderRow & { count: number })[]> {
    return this.database.query(
      `SELECT ${COLUMNS}, (SELECT count(*) FROM webhook_sender) FROM webhook_sender ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
  }

  all(): Promise<WebhookSenderRow[]> {
    return this.database.prepared('webhook-senders', `SELECT ${COLUMNS} FROM webhook_sender ORDER BY id`);
  }

  /** Locks the making of senders until the commit, so that the limit holds. */
  async count(tx: EntityManager): Promise<number> {
    await tx.query(
      `SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.webhook_senders', 0))`,
    );
    return tx.count(WebhookSenderRow);
  }

  async insert(
    tx: EntityManager,
    sender: Pick<WebhookSenderRow, 'id' | 'name' | 'secretSealed' | 'createdBy'>,
  ): Promise<WebhookSenderRow> {
    await tx.insert(WebhookSenderRow, sender);
    return tx.findOneByOrFail(WebhookSenderRow, { id: sender.id });
  }

  /** Returns its name; undefined if there is none. */
  async remove(tx: EntityManager, id: string): Promise<string | undefined> {
    const [row] = await this.database.preparedIn<{ name: string }>(
      tx,
      'webhook-sender.remove',
      'DELETE FROM webhook_sender WHERE id = $1 RETURNING name',
      [id],
    );
    return row?.name;
  }

  /** Returns false for a message that came before, or a sender that was removed meanwhile. */
  async receive(tx: EntityManager, senderId: string, messageId: string): Promise<boolean> {
    const rows = await this.database.preparedIn(
      tx,
      'received-message.insert',
      `WITH sender AS (UPDATE webhook_sender SET last_message_at = now() WHERE id = $1 RETURNING id)
       INSERT INTO received_message (sender_id, message_id) SELECT id, $2 FROM sender ON CONFLICT DO NOTHING RETURNING message_id`,
      [senderId, messageId],
    );
    return rows.length === 1;
  }

  async forgetMessages(days: number): Promise<void> {
    await deleteRows(
      this.database,
      'received_message',
      'received_at < now() - make_interval(days => $1)',
      days,
    );
  }
}
