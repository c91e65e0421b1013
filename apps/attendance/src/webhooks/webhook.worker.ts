import { Database, Jobs, Outbox } from '@argus/persistence';
import { Every, Works } from '@argus/service-kit';
import { instant, webhookChanged } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { EntityManager } from 'typeorm';
import { type WebhookJob, webhookQueue } from '../queues.js';
import { DeliveryStore, type DueDelivery } from './delivery.store.js';
import { WebhookMetrics } from './webhook-metrics.service.js';
import { restSeconds, secondsToNext } from './webhook-schedule.js';
import { ATTEMPT_MS, type Outcome, WebhookSender } from './webhook-sender.service.js';
import { type Addressee, WebhookStore } from './webhook.store.js';

/** Messages to one receiver at a time. */
const SIDE_BY_SIDE = 4;
/** After this time other receivers have their turn. */
const TURN_MS = 10_000;
/* Longer than an attempt and the statements around it; who is killed holds a receiver up no longer. */
const LEASE_SECONDS = ATTEMPT_MS / 1000 + 5;

/**
 * Sends what is due to receivers. One round at a time sends to a receiver, on whatever replica, so one that is down never holds more
 * than one job. A round that is killed between an answer and its commit sends once more under the same id.
 */
@Injectable()
@Works(webhookQueue)
export class WebhookWorker {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookStore,
    private readonly deliveries: DeliveryStore,
    private readonly sender: WebhookSender,
    private readonly metrics: WebhookMetrics,
    private readonly jobs: Jobs,
    private readonly outbox: Outbox,
  ) {}

  async run({ webhookId }: WebhookJob): Promise<void> {
    const until = performance.now() + TURN_MS;
    const round = randomUUID();
    /* Looked at again after the release: an event that came before it found the receiver taken care of. */
    while (await this.hasDue(webhookId)) {
      if (performance.now() > until) {
        await this.database.transaction((tx) => this.jobs.send(tx, webhookQueue, { webhookId }));
        return;
      }
      if (!(await this.attemptDue(webhookId, round, until))) return;
    }
  }

  /** What is due after a pause, and what a killed process left. */
  @Every(1000, 'send webhooks that are due')
  async wake(): Promise<void> {
    /* Every second, on every replica: usually there is nothing to lock. */
    if (!(await this.webhooks.isAnyDue())) return;
    await this.database.transaction(async (tx) => {
      for (const webhookId of await this.webhooks.wake(tx))
        await this.jobs.send(tx, webhookQueue, { webhookId });
    });
  }

  private async hasDue(webhookId: string): Promise<boolean> {
    return (await this.deliveries.due(webhookId, 1)).length > 0;
  }

  /** Returns false if somebody else sends to the receiver, or nothing may be sent to it now. */
  private async attemptDue(webhookId: string, round: string, until: number): Promise<boolean> {
    try {
      for (let due = SIDE_BY_SIDE; due === SIDE_BY_SIDE && performance.now() < until;) {
        const addressee = await this.webhooks.lease(webhookId, round, LEASE_SECONDS);
        if (!addressee) return false;
        const deliveries = await this.deliveries.due(webhookId, SIDE_BY_SIDE);
        await Promise.all(deliveries.map((delivery) => this.attempt(addressee, delivery)));
        due = deliveries.length;
      }
      return true;
    } finally {
      await this.webhooks.release(webhookId, round);
    }
  }

  private async attempt(addressee: Addressee, delivery: DueDelivery): Promise<void> {
    const { occurredAt, ...content } = delivery;
    const outcome = await this.sender.send(addressee, { ...content, timestamp: instant(occurredAt) });
    this.metrics.attempted(outcome, Number(occurredAt));
    await this.settle(addressee, delivery, outcome);
  }

  private async settle(addressee: Addressee, { id, tries }: DueDelivery, outcome: Outcome): Promise<void> {
    const { id: webhookId } = addressee;
    const { delivered, askedSeconds, isGone, ...attempt } = outcome;
    const nextInSeconds = delivered ? undefined : secondsToNext(tries + 1, askedSeconds, Math.random());
    const waits = nextInSeconds === undefined ? 'failed' : 'waiting';
    await this.database.transaction(async (tx) => {
      await this.deliveries.settle(tx, id, {
        attempt,
        status: delivered ? 'delivered' : waits,
        nextInSeconds,
      });
      if (delivered) return this.webhooks.noteSuccess(tx, webhookId);
      const noted = await this.webhooks.noteFailure(tx, addressee);
      /* It was the former address that failed. */
      if (!noted) return this.deliveries.hurry(tx, webhookId);
      const seconds = restSeconds(noted.failures);
      if (isGone || noted.isHopeless) await this.disable(tx, addressee);
      else if (seconds > 0) this.webhooks.rest(tx, webhookId, seconds);
    });
  }

  private async disable(tx: EntityManager, { id, name }: Addressee): Promise<void> {
    if (!(await this.webhooks.disable(tx, id))) return;
    const nobody = { requested_by: null, request_id: 'webhook', client_address: null, user_agent: null };
    await this.outbox.append(tx, webhookChanged, {
      ...{ webhook_id: id, act: 'disabled', name, host: null, changed: 'status', status: 'disabled' },
      ...nobody,
    });
  }
}
