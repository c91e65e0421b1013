import { OutgoingClient, OutgoingPolicy } from '@argus/outgoing';
import { Entities, platformSettings, type PlatformSettings } from '@argus/service-kit';
import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { DeliveryRetention } from './delivery-retention.clock.js';
import { DeliveryStore } from './delivery.store.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import { WebhookFormerSecret } from './webhook-former-secret.entity.js';
import { WebhookMetrics } from './webhook-metrics.service.js';
import { WebhookSender } from './webhook-sender.service.js';
import { WebhookTrials } from './webhook-trials.service.js';
import { WebhookConsumer } from './webhook.consumer.js';
import { WebhookController } from './webhook.controller.js';
import { Webhook } from './webhook.entity.js';
import { WebhookService } from './webhook.service.js';
import { WebhookStore } from './webhook.store.js';
import { WebhookWorker } from './webhook.worker.js';

const outgoing = {
  provide: OutgoingClient,
  inject: [attendanceSettings.token, platformSettings.token],
  useFactory: (
    { WEBHOOK_NETWORKS: networks }: AttendanceSettings,
    { SECURITY_PROFILE: profile, DEPLOYMENT: deployment }: PlatformSettings,
  ) => {
    const isForTrying = profile === 'compat' && deployment === 'single';
    const policy = new OutgoingPolicy(networks, { loopback: isForTrying });
    return new OutgoingClient(policy, profile === 'strict' ? ['https:'] : ['https:', 'http:']);
  },
};

@Module({
  imports: [Entities.forFeature([Webhook, WebhookDelivery, WebhookFormerSecret])],
  controllers: [WebhookController],
  providers: [
    outgoing,
    DeliveryRetention,
    DeliveryStore,
    WebhookConsumer,
    WebhookMetrics,
    WebhookSender,
    WebhookService,
    WebhookStore,
    WebhookTrials,
    WebhookWorker,
  ],
})
export class WebhookModule implements OnApplicationShutdown {
  constructor(private readonly client: OutgoingClient) {}

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}
