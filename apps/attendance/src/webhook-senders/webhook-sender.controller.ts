import {
  type CallContext,
  instant,
  instantOrNull,
  type Page,
  type PageQuery,
  type RawBody,
  type ReceivedMessage,
  type WebhookSenderBody,
  webhookSenderContract,
  type WebhookSenderPath,
  type WebhookSenderView,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { MessageReceiver } from './message-receiver.service.js';
import type { WebhookSenderRow } from './webhook-sender.entity.js';
import { WebhookSenders } from './webhook-sender.service.js';

@Controller()
@Handles(webhookSenderContract)
export class WebhookSenderController {
  constructor(
    private readonly senders: WebhookSenders,
    private readonly receiver: MessageReceiver,
  ) {}

  async list({ query }: { query: PageQuery }): Promise<Page<WebhookSenderView>> {
    const { count, results } = await this.senders.list(query);
    return { count, results: results.map(senderView) };
  }

  async create({ body }: { body: WebhookSenderBody }, context: CallContext): Promise<WebhookSenderView> {
    return senderView(await this.senders.create(body, context));
  }

  remove({ params }: { params: WebhookSenderPath }, context: CallContext): Promise<void> {
    return this.senders.remove(params.id, context);
  }

  receive({ body }: { body: RawBody }): Promise<ReceivedMessage> {
    return this.receiver.receive(body);
  }
}

const senderView = (row: WebhookSenderRow): WebhookSenderView => ({
  id: row.id,
  name: row.name,
  last_message_at: instantOrNull(row.lastMessageAt),
  created_by: row.createdBy,
  created_at: instant(row.createdAt),
});
