import {
  callerOf,
  DomainError,
  pageOfRows,
  invalid,
  isUuid,
  offsetOf,
  type Page,
  type PageQuery,
  type WebhookSenderBody,
} from '@argus/contracts';
import { Database, Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { ActLog, type Asker } from '../acts/act-log.service.js';
import type { WebhookSenderRow } from './webhook-sender.entity.js';
import { WebhookSenderStore } from './webhook-sender.store.js';
import { isSignedBy, isWebhookSecret, type SignedMessage } from './webhook-signature.js';

/** Each message is tried with every key. */
const MAX_SENDERS = 20;

/** Keeps the installations whose messages are accepted. */
@Injectable()
export class WebhookSenders {
  constructor(
    private readonly database: Database,
    private readonly senders: WebhookSenderStore,
    private readonly sealer: Sealer,
    private readonly acts: ActLog,
  ) {}

  /** Newest first. @throws DomainError PAGE_NOT_FOUND */
  async list(query: PageQuery): Promise<Page<WebhookSenderRow>> {
    const rows = await this.senders.list(query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  /** @throws DomainError VALIDATION_FAILED, TOO_MANY_SENDERS */
  async create({ name, secret }: WebhookSenderBody, asker: Asker): Promise<WebhookSenderRow> {
    if (!isWebhookSecret(secret))
      throw invalid('secret', 'invalid', { text: 'A key is whsec_ and 24 to 64 bytes in base64.' });
    const id = randomUUID();
    const secretSealed = this.sealer.seal(Buffer.from(secret), placeOf(id));
    return this.database.transaction(async (tx) => {
      if ((await this.senders.count(tx)) >= MAX_SENDERS) throw new DomainError('TOO_MANY_SENDERS');
      await this.acts.note(tx, 'webhook-sender-created', asker, { details: { sender: id, name } });
      return this.senders.insert(tx, { id, name, secretSealed, createdBy: callerOf(asker).username });
    });
  }

  /** @throws DomainError SENDER_NOT_FOUND */
  async remove(id: string, asker: Asker): Promise<void> {
    await this.database.transaction(async (tx) => {
      const name = isUuid(id) ? await this.senders.remove(tx, id) : undefined;
      if (name === undefined) throw new DomainError('SENDER_NOT_FOUND');
      await this.acts.note(tx, 'webhook-sender-removed', asker, { details: { sender: id, name } });
    });
  }

  /** Returns who signed the message. */
  async signerOf(message: SignedMessage): Promise<WebhookSenderRow | undefined> {
    const senders = await this.senders.all();
    return senders.find(({ id, secretSealed }) => {
      const secret = Buffer.from(this.sealer.open(secretSealed, placeOf(id))).toString();
      return isSignedBy(secret, message);
    });
  }
}

const placeOf = (id: string): string => `webhook-sender/${id}`;
