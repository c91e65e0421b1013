import { DomainError, isUuid, type WebhookTrial } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { WebhookSender } from './webhook-sender.service.js';
import { WebhookStore } from './webhook.store.js';

/** Sends a message of no event to a receiver, so that whoever sets it up sees its answer. */
@Injectable()
export class WebhookTrials {
  constructor(
    private readonly webhooks: WebhookStore,
    private readonly sender: WebhookSender,
  ) {}

  /** @throws DomainError WEBHOOK_NOT_FOUND */
  async test(id: string): Promise<WebhookTrial> {
    const addressee = isUuid(id) ? await this.webhooks.addressee(id) : undefined;
    if (!addressee) throw new DomainError('WEBHOOK_NOT_FOUND');
    const { delivered, status_code, problem, duration_ms } = await this.sender.send(addressee, {
      id: randomUUID(),
      event: 'webhook_test',
      sequence: 0,
      timestamp: new Date().toISOString(),
      content: JSON.stringify({ message: 'This receiver of webhooks is being tried.' }),
    });
    return { delivered, status_code, problem, duration_ms };
  }
}
