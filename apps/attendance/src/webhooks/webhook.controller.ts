import {
  type CallContext,
  type DeliveryPath,
  type DeliveryQuery,
  type DeliveryView,
  type Page,
  type PageQuery,
  type WebhookBody,
  type WebhookChange,
  webhookContract,
  type WebhookPath,
  type WebhookTrial,
  type WebhookView,
  type WebhookWithSecret,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { WebhookTrials } from './webhook-trials.service.js';
import { WebhookService } from './webhook.service.js';
import { deliveryView, webhookView } from './webhook.view.js';

@Controller()
@Handles(webhookContract)
export class WebhookController {
  constructor(
    private readonly webhooks: WebhookService,
    private readonly trials: WebhookTrials,
  ) {}

  async list({ query }: { query: PageQuery }): Promise<Page<WebhookView>> {
    const { count, results } = await this.webhooks.list(query);
    return { count, results: results.map(webhookView) };
  }

  async create({ body }: { body: WebhookBody }, context: CallContext): Promise<WebhookWithSecret> {
    const { webhook, secret } = await this.webhooks.create(body, context);
    return { ...webhookView(webhook), secret };
  }

  async get({ params }: { params: WebhookPath }): Promise<WebhookView> {
    return webhookView(await this.webhooks.get(params.id));
  }

  async change(
    { params, body }: { params: WebhookPath; body: WebhookChange },
    context: CallContext,
  ): Promise<WebhookView> {
    return webhookView(await this.webhooks.change(params.id, body, context));
  }

  remove({ params }: { params: WebhookPath }, context: CallContext): Promise<void> {
    return this.webhooks.remove(params.id, context);
  }

  async rotateSecret({ params }: { params: WebhookPath }, context: CallContext): Promise<WebhookWithSecret> {
    const { webhook, secret } = await this.webhooks.rotate(params.id, context);
    return { ...webhookView(webhook), secret };
  }

  async test({ params }: { params: WebhookPath }, context: CallContext): Promise<WebhookTrial> {
    const trial = await this.trials.test(params.id);
    await this.webhooks.noteTrial(params.id, context);
    return trial;
  }

  async deliveries({
    params,
    query,
  }: {
    params: WebhookPath;
    query: DeliveryQuery;
  }): Promise<Page<DeliveryView>> {
    const { count, results } = await this.webhooks.listDeliveries(params.id, query);
    return { count, results: results.map(deliveryView) };
  }

  async replay({ params }: { params: DeliveryPath }, context: CallContext): Promise<DeliveryView> {
    return deliveryView(await this.webhooks.replay(params, context));
  }
}
