import type { NewBreach } from '@argus/alarms';
import { severities } from '@argus/contracts';
import { type CounterOf, type HistogramOf, Metrics } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { RuleVersion } from '../rule-versions/rule-version.js';
import { AlarmStore } from './alarm.store.js';

/** Measures alarms: how many are open, how many people are told of, and how long after the moment they are about. */
@Injectable()
export class AlarmMetrics {
  private readonly alarms: CounterOf;
  private readonly delays: HistogramOf;

  constructor(metrics: Metrics, store: AlarmStore) {
    const labelNames = ['severity'];
    for (const [index, severity] of severities.entries())
      metrics.gauge(
        { name: 'argus_alarms_open', help: 'Alarms that are open; every replica shows all', labelNames },
        () => store.countOpen(index),
        { severity },
      );
    this.alarms = metrics.counter({
      name: 'argus_alarms_raised_total',
      help: 'Alarms that people were told of',
      labelNames,
    });
    this.delays = metrics.histogram({
      name: 'argus_alarm_delay_seconds',
      help: 'Time from the measured moment that an alarm is about until it was stored',
      labelNames,
      buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600],
    });
  }

  /** @param raised is stored */
  raised(raised: readonly NewBreach<RuleVersion>[]): void {
    const now = Date.now();
    for (const { breach, annunciated } of raised) {
      if (!annunciated) continue;
      const severity = severities[breach.severity]!;
      this.alarms.add({ severity });
      this.delays.observe({ severity }, Math.max(now - breach.raisedAt, 0) / 1000);
    }
  }
}
