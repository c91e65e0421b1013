import { Every } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { TaskStore } from '../tasks/task.store.js';
import { FaceTaskWorker } from './face-task.worker.js';

/**
 * Ends tasks that never ended, so that their photographs are destroyed in time, and deletes old results. Such a task has
 * lost its job: its process died in every attempt, or nothing ran for days.
 */
@Injectable()
export class TaskRetention {
  constructor(
    private readonly tasks: TaskStore,
    private readonly worker: FaceTaskWorker,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  /* Not at the start: after an outage the queue may finish the tasks first. */
  @Every(600_000, 'delete old face tasks')
  async sweep(): Promise<void> {
    const hours = this.settings.ATTENDANCE_RESULT_HOURS;
    for (const task of await this.tasks.unfinishedAfter(hours))
      await this.worker.giveUp(task, 'TASK_EXPIRED');
    await this.tasks.deleteEndedBefore(hours);
  }
}
