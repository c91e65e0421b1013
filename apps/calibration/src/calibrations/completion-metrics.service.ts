import { type CounterOf, Metrics } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';

/** Counts how completions of calibrations end. */
@Injectable()
export class CompletionMetrics {
  private readonly completions: CounterOf;

  constructor(metrics: Metrics) {
    this.completions = metrics.counter({
      name: 'argus_calibrations_total',
      help: 'Calibrations that were stored (completed), or whose samples were not good enough (refused)',
      labelNames: ['outcome'],
    });
  }

  ended(outcome: 'completed' | 'refused'): void {
    this.completions.add({ outcome });
  }
}
