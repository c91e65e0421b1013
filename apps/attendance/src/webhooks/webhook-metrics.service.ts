import { type CounterOf, type HistogramOf, Metrics } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { Outcome } from './webhook-sender.service.js';

/** Measures what is sent to receivers. Which receiver it was stands in its own list of deliveries. */
@Injectable()
export class WebhookMetrics {
  private readonly attempts: CounterOf;
  private readonly delays: HistogramOf;

  constructor(metrics: Metrics) {
    this.attempts = metrics.counter({
      name: 'argus_webhook_attempts_total',
      help: 'Attempts to send a message to a receiver; outcome is delivered, refused (by its status) or unanswered',
      labelNames: ['outcome'],
    });
    this.delays = metrics.histogram({
      name: 'argus_webhook_delay_seconds',
      help: 'Time from what a message tells of until its receiver had it',
      buckets: [0.5, 1, 2, 5, 10, 60, 600, 3600, 86_400],
    });
  }

  attempted({ delivered, status_code }: Outcome, occurredAtMs: number): void {
    const refused = status_code === null ? 'unanswered' : 'refused';
    this.attempts.add({ outcome: delivered ? 'delivered' : refused });
    if (delivered) this.delays.observe({}, Math.max(Date.now() - occurredAtMs, 0) / 1000);
  }
}
