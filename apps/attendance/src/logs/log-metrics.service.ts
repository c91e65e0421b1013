import type { AttendanceMethod } from '@argus/contracts';
import { type CounterOf, Metrics } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';

/** Counts the rows written to the attendance log and the recognitions that needed none. */
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
      help: 'Recognitions that an earlier or later attendance row within the de-duplication window covers',
    });
  }

  recorded(method: AttendanceMethod, rows: number): void {
    if (rows > 0) this.rows.add({ method }, rows);
  }

  deduplicated(recognitions: number): void {
    if (recognitions > 0) this.duplicates.add({}, recognitions);
  }
}
