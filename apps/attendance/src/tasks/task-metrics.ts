import { Database } from '@argus/persistence';
import { type CounterOf, type HistogramOf, Metrics } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { type TaskKind, taskKinds } from './face-task.entity.js';

/** What an operator sees of face tasks: how many wait and how long, how they end. */
@Injectable()
export class TaskMetrics {
  private readonly endings: CounterOf;
  private readonly seconds: HistogramOf;

  constructor(metrics: Metrics, database: Database) {
    this.endings = metrics.counter({
      name: 'argus_attendance_face_tasks_ended_total',
      help: 'Face tasks that ended; outcome is COMPLETED or the code of the failure',
      labelNames: ['kind', 'outcome'],
    });
    this.seconds = metrics.histogram({
      name: 'argus_attendance_face_task_seconds',
      help: 'Time from the acceptance of a face task to its end',
      labelNames: ['kind'],
      buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
    });
    const unfinished = async (expression: string, kind: TaskKind) => {
      const [row] = await database.query<{ value: number }>(
        `SELECT ${expression}::float8 AS value FROM face_task WHERE ended_at IS NULL AND kind = $1`,
        [kind],
      );
      return row?.value ?? 0;
    };
    const labelNames = ['kind'];
    for (const kind of taskKinds) {
      metrics.gauge(
        { name: 'argus_attendance_face_tasks_unfinished', help: 'Face tasks that wait or run', labelNames },
        () => unfinished('count(*)', kind),
        { kind },
      );
      metrics.gauge(
        { name: 'argus_attendance_face_task_oldest_seconds', help: 'Age of the oldest of those', labelNames },
        () => unfinished('coalesce(extract(epoch FROM now() - min(accepted_at)), 0)', kind),
        { kind },
      );
    }
  }

  ended(kind: TaskKind, outcome: string, seconds: number): void {
    this.endings.add({ kind, outcome });
    this.seconds.observe({ kind }, seconds);
  }
}
