import { Every } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { TaskStore } from '../tasks/task.store.js';
import { FaceTaskWorker } from './face-task.worker.js';

/**
 * Ends what never ended, so that no photograph stays longer than it may, and forgets old results. A task is left
 * over when its job is gone: every attempt ended with the process that made it, or nothing ran for days.
 */
@Injectable()
export class TaskRetention {
  constructor(
    private readonly tasks: TaskStore,
    private readonly worker: FaceTaskWorker,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  /* Not at once: after a standstill the queue gets its chance first. */
  @Every(600_000, 'forget old face tasks')
  async sweep(): Promise<void> {
    const hours = this.settings.ATTENDANCE_RESULT_HOURS;
    for (const task of await this.tasks.unfinishedSince(hours))
      await this.worker.giveUp(task, 'TASK_EXPIRED');
    await this.tasks.deleteEndedBefore(hours);
  }
}
