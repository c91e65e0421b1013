import { type DeliveryView, instant, instantOrNull, type WebhookView } from '@argus/contracts';
import type { ListedDelivery } from './delivery.store.js';
import type { ListedWebhook } from './webhook.store.js';

export const webhookView = (row: ListedWebhook): WebhookView => ({
  id: row.id,
  name: row.name,
  url: row.url,
  events: row.events,
  status: row.status,
  last_sequence: row.lastSequence,
  waiting: row.waiting,
  failed: row.failed,
  last_delivered_at: instantOrNull(row.lastDeliveredAt),
  failing_since: instantOrNull(row.failingSince),
  created_by: row.createdBy,
  created_at: instant(row.createdAt),
});

export const deliveryView = (row: ListedDelivery): DeliveryView => ({
  id: row.id,
  sequence: row.sequence,
  event: row.event,
  status: row.status,
  timestamp: instant(row.occurredAt),
  next_attempt_at: instantOrNull(row.nextAttemptAt),
  delivered_at: instantOrNull(row.deliveredAt),
  attempts: row.attempts,
});
