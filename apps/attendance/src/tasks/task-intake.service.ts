import { DomainError, MEBIBYTE } from '@argus/contracts';
import { Database, Jobs, Sealer } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { taskQueues } from '../queues.js';
import type { Requester } from '../requester.js';
import type { TaskKind } from './face-task.entity.js';
import { photographPlace } from './photograph-place.js';
import { type TaskLoad, TaskStore } from './task.store.js';

export interface NewTask {
  readonly kind: TaskKind;
  readonly requester: Requester;
  readonly input: object;
  readonly photographs: readonly Uint8Array[];
}

/** Assumed duration of a task until one was measured. */
const ESTIMATED_SECONDS = 1;
const MAX_RETRY_SECONDS = 60;

/** Accepts tasks while the queue has room. */
@Injectable()
export class TaskIntake {
  constructor(
    private readonly database: Database,
    private readonly tasks: TaskStore,
    private readonly jobs: Jobs,
    private readonly sealer: Sealer,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  /**
   * Stores the task, the sealed photographs and the job in one transaction. Concurrent requests may exceed the maximum, by at
   * most the number of connections.
   * @throws DomainError QUEUE_FULL
   */
  async accept(task: NewTask): Promise<{ readonly id: string; readonly estimatedSeconds: number }> {
    const id = randomUUID();
    const photographs = task.photographs.map((photograph, position) => ({
      taskId: id,
      position,
      sealed: this.sealer.seal(photograph, photographPlace(id, position)),
    }));
    const bytes = photographs.reduce((sum, { sealed }) => sum + sealed.byteLength, 0);
    return this.database.transaction(async (tx) => {
      const load = await this.tasks.load(tx, task.kind);
      const each = load.seconds ?? ESTIMATED_SECONDS;
      this.assertRoom(load, bytes, each);
      const { kind, requester, input } = task;
      const requestedBy = requester.accountId!;
      await this.tasks.insert(
        tx,
        { id, kind, requestedBy, requester, input, photographBytes: bytes },
        photographs,
      );
      await this.jobs.send(tx, taskQueues[kind], { taskId: id });
      const rounds = 1 + load.ahead / taskQueues[kind].concurrency;
      return { id, estimatedSeconds: Math.round(each * rounds * 1000) / 1000 };
    });
  }

  private assertRoom(load: TaskLoad, bytes: number, secondsPerTask: number): void {
    const { ATTENDANCE_MAX_QUEUED_TASKS, ATTENDANCE_MAX_QUEUED_MIB } = this.settings;
    const full =
      load.tasks >= ATTENDANCE_MAX_QUEUED_TASKS || load.bytes + bytes > ATTENDANCE_MAX_QUEUED_MIB * MEBIBYTE;
    if (!full) return;
    const retryAfterSeconds = Math.min(Math.max(1, Math.ceil(secondsPerTask)), MAX_RETRY_SECONDS);
    throw new DomainError('QUEUE_FULL', { retryAfterSeconds });
  }
}
