import { DomainError, MEBIBYTE } from '@argus/contracts';
import { Database, Jobs, Sealer } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { taskQueues } from '../queues.js';
import { FacePhotograph } from './face-photograph.entity.js';
import { FaceTask, type TaskKind } from './face-task.entity.js';
import { photographPlace } from './photograph-place.js';

export interface NewTask {
  readonly kind: TaskKind;
  /** Account id. */
  readonly requestedBy: number;
  readonly input: object;
  readonly photographs: readonly Uint8Array[];
}

interface Load {
  readonly tasks: number;
  readonly bytes: number;
  /** Unfinished tasks of the same kind. */
  readonly ahead: number;
  /** What a task of the kind took lately; null before any ended. */
  readonly seconds: number | null;
}

/** What a task is taken to last before any was measured. */
const FIRST_GUESS_SECONDS = 1;
const MAX_RETRY_SECONDS = 60;

/** Accepts tasks as long as there is room in the queue. */
@Injectable()
export class TaskIntake {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly sealer: Sealer,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  /**
   * Task, sealed photographs and job in one transaction. Requests that arrive together may exceed the bound by as many as
   * there are connections.
   * @throws DomainError QUEUE_FULL
   */
  async accept(task: NewTask): Promise<{ readonly id: string; readonly estimatedSeconds: number }> {
    const id = randomUUID();
    const photographs = task.photographs.map((photograph, position) => ({
      task_id: id,
      position,
      sealed: this.sealer.seal(photograph, photographPlace(id, position)),
    }));
    const bytes = photographs.reduce((sum, { sealed }) => sum + sealed.byteLength, 0);
    return this.database.transaction(async (tx) => {
      const load = await loadOf(tx, task.kind);
      const each = load.seconds ?? FIRST_GUESS_SECONDS;
      this.assertRoom(load, bytes, each);
      const { kind, requestedBy: requested_by, input } = task;
      await tx.insert(FaceTask, { id, kind, status: 'queued', requested_by, input, photograph_bytes: bytes });
      await tx.insert(FacePhotograph, photographs);
      await this.jobs.send(tx, taskQueues[kind], { taskId: id });
      const rounds = 1 + load.ahead / taskQueues[kind].concurrency;
      return { id, estimatedSeconds: Math.round(each * rounds * 1000) / 1000 };
    });
  }

  private assertRoom(load: Load, bytes: number, secondsPerTask: number): void {
    const { ATTENDANCE_MAX_QUEUED_TASKS, ATTENDANCE_MAX_QUEUED_MIB } = this.settings;
    const full =
      load.tasks >= ATTENDANCE_MAX_QUEUED_TASKS || load.bytes + bytes > ATTENDANCE_MAX_QUEUED_MIB * MEBIBYTE;
    if (!full) return;
    const retryAfterSeconds = Math.min(Math.max(1, Math.ceil(secondsPerTask)), MAX_RETRY_SECONDS);
    throw new DomainError('QUEUE_FULL', { retryAfterSeconds });
  }
}

async function loadOf(tx: EntityManager, kind: TaskKind): Promise<Load> {
  const [load] = await tx.query<Load[]>(
    `SELECT unfinished.*, recent.seconds FROM
       (SELECT count(*)::int AS tasks, coalesce(sum(photograph_bytes), 0)::float8 AS bytes,
               (count(*) FILTER (WHERE kind = $1))::int AS ahead
          FROM face_task WHERE ended_at IS NULL) AS unfinished,
       (SELECT avg(extract(epoch FROM ended_at - started_at))::float8 AS seconds FROM
          (SELECT started_at, ended_at FROM face_task
            WHERE kind = $1 AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 20) AS latest) AS recent`,
    [kind],
  );
  return load!;
}
