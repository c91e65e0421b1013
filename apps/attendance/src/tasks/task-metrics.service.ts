import { type CounterOf, type HistogramOf, Metrics } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { type TaskKind, taskKinds } from './face-task.entity.js';
import { TaskStore } from './task.store.js';

/** Metrics of face tasks: how many wait, for how long, and how they end. */
@Injectable()
export class TaskMetrics {
  private readonly endings: CounterOf;
  private readonly seconds: HistogramOf;

  constructor(metrics: Metrics, tasks: TaskStore) {
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
    const labelNames = ['kind'];
    for (const kind of taskKinds) {
      metrics.gauge(
        { name: 'argus_attendance_face_tasks_unfinished', help: 'Face tasks that wait or run', labelNames },
        () => tasks.unfinished(kind),
        { kind },
      );
      metrics.gauge(
        {
          name: 'argus_attendance_face_task_oldest_seconds',
          help: 'Age of the oldest face task that waits or runs',
          labelNames,
        },
        () => tasks.oldestUnfinishedSeconds(kind),
        { kind },
      );
    }
  }

  ended(kind: TaskKind, outcome: string, seconds: number): void {
    this.endings.add({ kind, outcome });
    this.seconds.observe({ kind }, seconds);
  }
}
