import { type WebhookChanged, webhookChanged } from '@argus/contracts';
import { Consumes } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.service.js';

/** Audits who may learn by webhooks what happens. */
@Injectable()
export class WebhookConsumer {
  constructor(private readonly audit: AuditLog) {}

  @Consumes(webhookChanged)
  async webhookChanged(change: WebhookChanged, tx: EntityManager): Promise<void> {
    const { webhook_id, act, host, requested_by: accountId, request_id: requestId } = change;
    const principal = { family: 'attendance', accountId } as const;
    const details = { webhook_id, ...(host !== null && { host }) };
    await this.audit.append(tx, { requestId, principal }, { action: `webhook-${act}`, details });
  }
}
