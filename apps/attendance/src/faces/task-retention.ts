import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { TaskStore } from '../tasks/task.store.js';
import { FaceTaskWorker } from './face-task.worker.js';

const SWEEP_EVERY_MS = 600_000;

/**
 * Ends what never ended, so that no photograph stays longer than it may, and forgets old results. A task is left
 * over when its job is gone: every attempt ended with the process that made it, or nothing ran for days.
 */
@Injectable()
export class TaskRetention implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(TaskRetention.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly tasks: TaskStore,
    private readonly worker: FaceTaskWorker,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  /** Not at once: after a standstill the queue gets its chance first. */
  onModuleInit(): void {
    const sweep = () =>
      void this.sweep().catch((error: unknown) => this.logger.warn('Forgetting old tasks failed', error));
    this.timer = setInterval(sweep, SWEEP_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async sweep(): Promise<void> {
    const hours = this.settings.ATTENDANCE_RESULT_HOURS;
    for (const task of await this.tasks.unfinishedSince(hours))
      await this.worker.giveUp(task, 'TASK_EXPIRED');
    await this.tasks.forgetEndedBefore(hours);
  }
}
