import {
  type CallContext,
  callerOf,
  type DeliveryPath,
  type DeliveryQuery,
  DomainError,
  pageOfRows,
  invalid,
  isUuid,
  offsetOf,
  type Page,
  type PageQuery,
  type WebhookAct,
  type WebhookBody,
  type WebhookChange,
  webhookChanged,
} from '@argus/contracts';
import { OutgoingClient, OutgoingRefused } from '@argus/outgoing';
import { Database, Jobs, Outbox, Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { webhookQueue } from '../queues.js';
import { DeliveryStore, type ListedDelivery } from './delivery.store.js';
import { newSecret, sealedSecret } from './webhook-secret.js';
import { type ListedWebhook, WebhookStore } from './webhook.store.js';

const MAX_WEBHOOKS = 100;

type Asker = Pick<CallContext, 'principal' | 'requestId' | 'clientAddress' | 'userAgent'>;

/** A receiver with its secret, which nobody learns a second time. */
export interface SecretOfWebhook {
  readonly webhook: ListedWebhook;
  readonly secret: string;
}

/** Keeps the receivers of webhooks. */
@Injectable()
export class WebhookService {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookStore,
    private readonly deliveries: DeliveryStore,
    private readonly client: OutgoingClient,
    private readonly sealer: Sealer,
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
  ) {}

  /** Newest first. @throws DomainError PAGE_NOT_FOUND */
  async list(query: PageQuery): Promise<Page<ListedWebhook>> {
    const rows = await this.webhooks.list(query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  /** @throws DomainError WEBHOOK_NOT_FOUND */
  async get(id: string): Promise<ListedWebhook> {
    return known(isUuid(id) ? await this.webhooks.find(id) : undefined);
  }

  /** @throws DomainError VALIDATION_FAILED for an address that is not called, TOO_MANY_WEBHOOKS */
  async create({ name, url, events, status }: WebhookBody, asker: Asker): Promise<SecretOfWebhook> {
    const { username: createdBy } = callerOf(asker);
    this.assertCallable(url);
    const [id, secret] = [randomUUID(), newSecret()];
    const secretSealed = sealedSecret(this.sealer, id, secret);
    await this.database.transaction(async (tx) => {
      if ((await this.webhooks.count(tx)) >= MAX_WEBHOOKS) throw new DomainError('TOO_MANY_WEBHOOKS');
      await this.webhooks.insert(tx, {
        id,
        name,
        url,
        events: [...new Set(events)],
        status,
        secretSealed,
        createdBy,
      });
      await this.changed(tx, id, 'created', asker, { url });
    });
    return { webhook: await this.get(id), secret };
  }

  /** @throws DomainError VALIDATION_FAILED for an address that is not called, WEBHOOK_NOT_FOUND */
  async change(id: string, { events, ...change }: WebhookChange, asker: Asker): Promise<ListedWebhook> {
    if (change.url !== undefined) this.assertCallable(change.url);
    const whole = { ...change, ...(events && { events: [...new Set(events)] }) };
    await this.database.transaction(async (tx) => {
      assertKnown(isUuid(id) && (await this.webhooks.change(tx, id, whole)));
      if (change.status === 'active' || change.url !== undefined) {
        this.deliveries.hurry(tx, id);
        await this.jobs.send(tx, webhookQueue, { webhookId: id });
      }
      await this.changed(tx, id, 'changed', asker, whole);
    });
    return this.get(id);
  }

  /** @throws DomainError WEBHOOK_NOT_FOUND */
  async remove(id: string, asker: Asker): Promise<void> {
    await this.database.transaction(async (tx) => {
      const isKnown = isUuid(id) && (await this.webhooks.find(id)) !== undefined;
      assertKnown(isKnown);
      await this.changed(tx, id, 'removed', asker);
      await this.webhooks.remove(tx, id);
    });
  }

  /** @throws DomainError WEBHOOK_NOT_FOUND */
  async rotate(id: string, asker: Asker): Promise<SecretOfWebhook> {
    const secret = newSecret();
    await this.database.transaction(async (tx) => {
      const sealed = sealedSecret(this.sealer, id, secret);
      assertKnown(isUuid(id) && (await this.webhooks.replaceSecret(tx, id, sealed)));
      await this.changed(tx, id, 'rotated', asker);
    });
    return { webhook: await this.get(id), secret };
  }

  /** Newest first. @throws DomainError WEBHOOK_NOT_FOUND, PAGE_NOT_FOUND */
  async listDeliveries(id: string, query: DeliveryQuery): Promise<Page<ListedDelivery>> {
    await this.get(id);
    const rows = await this.deliveries.list(id, query.status, query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  /** @throws DomainError WEBHOOK_NOT_FOUND, DELIVERY_NOT_FOUND */
  async replay({ id, delivery_id: deliveryId }: DeliveryPath, asker: Asker): Promise<ListedDelivery> {
    await this.get(id);
    return this.database.transaction(async (tx) => {
      const replayed = isUuid(deliveryId) ? await this.deliveries.replay(tx, id, deliveryId) : undefined;
      if (!replayed) throw new DomainError('DELIVERY_NOT_FOUND');
      await this.jobs.send(tx, webhookQueue, { webhookId: id });
      await this.changed(tx, id, 'replayed', asker, {}, deliveryId);
      return replayed;
    });
  }

  /** Notes that somebody had a message of no event sent. @throws DomainError WEBHOOK_NOT_FOUND */
  async noteTrial(id: string, asker: Asker): Promise<void> {
    await this.database.transaction((tx) => this.changed(tx, id, 'tested', asker));
  }

  /** Says at once what every attempt would meet. What a name stands for is judged at each attempt. */
  private assertCallable(url: string): void {
    try {
      this.client.check(url);
    } catch (error) {
      if (!(error instanceof OutgoingRefused)) throw error;
      throw invalid('url', 'invalid', { text: `${error.message}.${advice[error.reason] ?? ''}` });
    }
  }

  /** The audit learns the address without what may be secret in it. */
  private async changed(
    tx: EntityManager,
    id: string,
    act: WebhookAct,
    asker: Asker,
    change: Partial<WebhookChange> = {},
    deliveryId?: string,
  ): Promise<void> {
    const { name } = known(await this.webhooks.find(id));
    await this.outbox.append(tx, webhookChanged, {
      webhook_id: id,
      act,
      name,
      host: change.url === undefined ? null : new URL(change.url).host,
      changed: act === 'changed' ? Object.keys(change).join(' ') : '',
      status: change.status ?? null,
      ...(deliveryId !== undefined && { delivery_id: deliveryId }),
      requested_by: callerOf(asker).accountId,
      request_id: asker.requestId,
      client_address: asker.clientAddress ?? null,
      user_agent: asker.userAgent ?? null,
    });
  }
}

const advice: Readonly<Record<string, string>> = {
  private_address: ' The operator lists such in WEBHOOK_NETWORKS.',
  forbidden_address: ' For trying, the operator may list this machine itself in WEBHOOK_NETWORKS.',
};

const assertKnown = (is: boolean): void => {
  if (!is) throw new DomainError('WEBHOOK_NOT_FOUND');
};

function known<T>(row: T | undefined): T {
  if (row === undefined) throw new DomainError('WEBHOOK_NOT_FOUND');
  return row;
}
