import { type CounterOf, Metrics } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';

/** Counts the readings that are stored, however they arrived. */
@Injectable()
export class IngestMetrics {
  private readonly readings: CounterOf;

  constructor(metrics: Metrics) {
    this.readings = metrics.counter({
      name: 'argus_readings_stored_total',
      help: 'Readings stored; those that were stored before are not counted again',
    });
  }

  stored(readings: number): void {
    if (readings > 0) this.readings.add({}, readings);
  }
}
