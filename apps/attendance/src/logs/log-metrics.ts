import { type CounterOf, Metrics } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';

/** Counts what is written to the attendance log, and what need not be. */
@Injectable()
export class LogMetrics {
  private readonly rows: CounterOf;
  private readonly duplicates: CounterOf;

  constructor(metrics: Metrics) {
    this.rows = metrics.counter({
      name: 'argus_attendance_logs_total',
      help: 'Attendance rows written',
      labelNames: ['method'],
    });
    this.duplicates = metrics.counter({
      name: 'argus_attendance_logs_deduplicated_total',
      help: 'Recognitions that an attendance row from shortly before stands for',
    });
  }

  recorded(method: 'face' | 'manual', rows: number): void {
    if (rows > 0) this.rows.add({ method }, rows);
  }

  deduplicated(recognitions: number): void {
    if (recognitions > 0) this.duplicates.add({}, recognitions);
  }
}
