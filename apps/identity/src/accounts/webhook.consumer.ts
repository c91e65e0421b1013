import { type WebhookChanged, webhookChanged } from '@argus/contracts';
import { Consumes } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Actor, AuditLog } from '../audit/audit-log.service.js';

/** Audits who may learn by webhooks what happens. */
@Injectable()
export class WebhookConsumer {
  constructor(private readonly audit: AuditLog) {}

  @Consumes(webhookChanged)
  async webhookChanged(change: WebhookChanged, tx: EntityManager): Promise<void> {
    const { webhook_id, act, name, host, changed, status, delivery_id } = change;
    const told = {
      ...(host !== null && { host }),
      ...(changed !== '' && { changed }),
      ...(status !== null && { status }),
      ...(delivery_id !== undefined && { delivery_id }),
    };
    await this.audit.append(tx, actorOf(change), {
      action: `webhook-${act}`,
      details: { webhook_id, name, ...told },
    });
  }
}

const actorOf = ({ requested_by, request_id, client_address, user_agent }: WebhookChanged): Actor => ({
  requestId: request_id,
  principal: requested_by === null ? undefined : { family: 'attendance', accountId: requested_by },
  ...(client_address !== null && { clientAddress: client_address }),
  ...(user_agent !== null && { userAgent: user_agent }),
});
