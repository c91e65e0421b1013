import type { EventSpec } from '@argus/contracts';
import type { CounterOf, Metrics } from '../metrics/metrics.js';

/** `handled` had its effect, `repeated` had it before, `failed` comes again or becomes a dead letter. */
export type DeliveryOutcome = 'handled' | 'repeated' | 'failed';

/** Counts the events that a service publishes, and their deliveries to it. */
export class EventMetrics {
  private readonly published: CounterOf;
  private readonly deliveries: CounterOf;

  constructor(metrics: Metrics) {
    this.published = metrics.counter({
      name: 'argus_events_published_total',
      help: 'Events that the broker has stored',
      labelNames: ['subject'],
    });
    this.deliveries = metrics.counter({
      name: 'argus_event_deliveries_total',
      help: 'Deliveries of events to their consumers; outcome is handled, repeated or failed',
      labelNames: ['subject', 'outcome'],
    });
  }

  stored(subject: string): void {
    this.published.add({ subject });
  }

  delivered({ subject }: EventSpec<unknown>, outcome: DeliveryOutcome): void {
    this.deliveries.add({ subject, outcome });
  }
}
