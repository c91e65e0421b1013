import type { AttendanceMethod, TaskStatus } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { FacePhotograph } from './face-photograph.entity.js';
import { FaceTask, type TaskKind } from './face-task.entity.js';

export type Task = Pick<FaceTask, 'id' | 'kind' | 'requestedBy' | 'requester' | 'input' | 'acceptedAt'>;

/** When the faces of a task were seen, and for whom. */
export const momentOf = (
  { acceptedAt, requester }: Task,
  verificationSeconds: number,
  method: AttendanceMethod = 'face',
) => ({
  method,
  occurredAt: acceptedAt.exact,
  requester,
  verificationSeconds,
});

export interface TaskLoad {
  readonly tasks: number;
  readonly bytes: number;
  /** Unfinished tasks of the same kind. */
  readonly ahead: number;
  /** Mean duration of the last tasks of the kind; null before any ended. */
  readonly seconds: number | null;
}

const COLUMNS = 'id, kind, requested_by AS "requestedBy", requester, input, accepted_at AS "acceptedAt"';

@Injectable()
export class TaskStore {
  constructor(private readonly database: Database) {}

  async insert(
    tx: EntityManager,
    task: Pick<FaceTask, 'id' | 'kind' | 'requestedBy' | 'requester' | 'input' | 'photographBytes'>,
    photographs: readonly Pick<FacePhotograph, 'taskId' | 'position' | 'sealed'>[],
  ): Promise<void> {
    await tx.insert(FaceTask, { ...task, status: 'queued' });
    await tx.insert(FacePhotograph, [...photographs]);
  }

  async state<R>(
    kind: TaskKind,
    id: string,
  ): Promise<
    { status: TaskStatus; result: R | null; requestedBy: number; seconds: number | null } | undefined
  > {
    const [task] = await this.database.prepared<{
      status: TaskStatus;
      result: R | null;
      requestedBy: number;
      seconds: number | null;
    }>(
      'face-task-state',
      `SELECT status, result, requested_by AS "requestedBy",
              round(extract(epoch FROM ended_at - started_at), 3)::float8 AS seconds
         FROM face_task WHERE id = $1 AND kind = $2`,
      [id, kind],
    );
    return task;
  }

  /** Marks the task as processing, again after a failed attempt. Returns undefined if it has ended. */
  async begin(id: string): Promise<Task | undefined> {
    const [task] = await this.database.query<Task>(
      `UPDATE face_task SET status = 'processing', started_at = now()
        WHERE id = $1 AND ended_at IS NULL RETURNING ${COLUMNS}`,
      [id],
    );
    return task;
  }

  photographs(taskId: string): Promise<FacePhotograph[]> {
    return this.database.entities((manager) =>
      manager.find(FacePhotograph, { where: { taskId }, order: { position: 'ASC' } }),
    );
  }

  /** Locks the task. Returns undefined if it has ended. */
  async lockOpen(
    tx: EntityManager,
    id: string,
  ): Promise<{ kind: TaskKind; secondsSinceAccepted: number } | undefined> {
    const [open] = await this.database.preparedIn<{ kind: TaskKind; secondsSinceAccepted: number }>(
      tx,
      'face-task-lock',
      `SELECT kind, extract(epoch FROM clock_timestamp() - accepted_at)::float8 AS "secondsSinceAccepted"
         FROM face_task WHERE id = $1 AND ended_at IS NULL FOR UPDATE`,
      [id],
    );
    return open;
  }

  /** Ends the task and destroys its photographs. */
  async end(tx: EntityManager, id: string, status: TaskStatus, result: object): Promise<void> {
    this.database.sendIn(
      tx,
      'face-task-end',
      'UPDATE face_task SET status = $2, result = $3, ended_at = clock_timestamp() WHERE id = $1',
      [id, status, JSON.stringify(result)],
    );
    this.database.sendIn(tx, 'face-photograph-delete', 'DELETE FROM face_photograph WHERE task_id = $1', [
      id,
    ]);
  }

  async load(tx: EntityManager, kind: TaskKind): Promise<TaskLoad> {
    const [load] = await tx.query<[TaskLoad]>(
      `SELECT unfinished.*, recent.seconds FROM
         (SELECT count(*) AS tasks, coalesce(sum(photograph_bytes), 0) AS bytes,
                 count(*) FILTER (WHERE kind = $1) AS ahead
            FROM face_task WHERE ended_at IS NULL) AS unfinished,
         (SELECT avg(extract(epoch FROM ended_at - started_at))::float8 AS seconds FROM
            (SELECT started_at, ended_at FROM face_task
              WHERE kind = $1 AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 20) AS latest) AS recent`,
      [kind],
    );
    return load;
  }

  unfinished(kind: TaskKind): Promise<number> {
    return this.#figure('count(*)', kind);
  }

  oldestUnfinishedSeconds(kind: TaskKind): Promise<number> {
    return this.#figure('coalesce(extract(epoch FROM now() - min(accepted_at)), 0)', kind);
  }

  /** Returns enrolments of a person that no attempt has begun. */
  waitingEnrolmentsOf(accountId: number): Promise<Task[]> {
    return this.database.query<Task>(
      `SELECT ${COLUMNS} FROM face_task
        WHERE kind = 'enroll' AND status = 'queued' AND ended_at IS NULL AND (input ->> 'account_id')::int = $1`,
      [accountId],
    );
  }

  /** Returns the tasks that have not ended `hours` after their acceptance. */
  unfinishedAfter(hours: number): Promise<Task[]> {
    return this.database.query<Task>(
      `SELECT ${COLUMNS} FROM face_task
        WHERE ended_at IS NULL AND accepted_at < now() - make_interval(hours => $1)`,
      [hours],
    );
  }

  async deleteEndedBefore(hours: number): Promise<void> {
    await this.database.query('DELETE FROM face_task WHERE ended_at < now() - make_interval(hours => $1)', [
      hours,
    ]);
  }

  async #figure(expression: string, kind: TaskKind): Promise<number> {
    const [row] = await this.database.query<{ value: number }>(
      `SELECT ${expression}::float8 AS value FROM face_task WHERE ended_at IS NULL AND kind = $1`,
      [kind],
    );
    return row?.value ?? 0;
  }
}
