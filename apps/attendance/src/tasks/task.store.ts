import { DomainError, type Principal, type TaskStatus } from '@argus/contracts';
import { Database, Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { FaceTask, TaskKind } from './face-task.entity.js';
import { photographPlace } from './photograph-place.js';
import { readTaskId } from './task-id.js';
import { TaskMetrics } from './task-metrics.js';

export type Task = Pick<FaceTask, 'id' | 'kind' | 'requested_by' | 'input' | 'accepted_at'>;

/** How a task ended. `failed` exactly when there is an error code. */
export interface Outcome {
  readonly status: Extract<TaskStatus, 'completed' | 'failed'>;
  readonly result: object;
  readonly errorCode: string | null;
}

/** Makes the effects of a task; everything is in the transaction that ends it. */
export type Conclude = (tx: EntityManager, secondsSinceAccepted: number) => Promise<Outcome>;

export interface TaskState<R> {
  readonly status: TaskStatus;
  readonly result: R | null;
  /** Of the last attempt, seconds; null until it ended. */
  readonly processing_time: number | null;
}

const columns = 'id, kind, requested_by, input, accepted_at';

/** The record of face tasks. */
@Injectable()
export class TaskStore {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly metrics: TaskMetrics,
  ) {}

  /**
   * What the caller may know: the own tasks, for admins all.
   * @throws DomainError TASK_NOT_FOUND
   */
  async stateOf<R>(kind: TaskKind, publicId: string, caller: Principal): Promise<TaskState<R>> {
    const id = readTaskId(kind, publicId);
    const [task] = await this.database.prepared<TaskState<R> & { requested_by: number }>(
      'face-task-state',
      `SELECT status, result, requested_by,
              round(extract(epoch FROM ended_at - started_at), 3)::float8 AS processing_time
         FROM face_task WHERE id = $1 AND kind = $2`,
      [id, kind],
    );
    if (!task || (task.requested_by !== caller.accountId && caller.role !== 'admin'))
      throw new DomainError('TASK_NOT_FOUND');
    const { status, result, processing_time } = task;
    return { status, result, processing_time };
  }

  /** Notes that work begins, again after a failed attempt; undefined when there is nothing left to do. */
  async begin(id: string): Promise<Task | undefined> {
    const [task] = await this.database.query<Task>(
      `UPDATE face_task SET status = 'processing', started_at = now()
        WHERE id = $1 AND ended_at IS NULL RETURNING ${columns}`,
      [id],
    );
    return task;
  }

  async photographsOf({ id }: Task): Promise<Uint8Array[]> {
    const rows = await this.database.query<{ position: number; sealed: Uint8Array }>(
      'SELECT position, sealed FROM face_photograph WHERE task_id = $1 ORDER BY position',
      [id],
    );
    return rows.map(({ position, sealed }) => this.sealer.open(sealed, photographPlace(id, position)));
  }

  /**
   * Concludes the task, notes the outcome and destroys the photographs, all or nothing. Does nothing when another attempt
   * was faster: one that was taken for dead may still be running.
   */
  async end({ id }: Pick<Task, 'id'>, conclude: Conclude): Promise<void> {
    const ended = await this.database.transaction(async (tx) => {
      const [open] = await tx.query<{ kind: TaskKind; waited: number }[]>(
        `SELECT kind, extract(epoch FROM clock_timestamp() - accepted_at)::float8 AS waited
           FROM face_task WHERE id = $1 AND ended_at IS NULL FOR UPDATE`,
        [id],
      );
      if (!open) return undefined;
      const { status, result, errorCode } = await conclude(tx, Math.round(open.waited * 1000) / 1000);
      await tx.query(
        `UPDATE face_task SET status = $2, result = $3, ended_at = clock_timestamp() WHERE id = $1`,
        [id, status, JSON.stringify(result)],
      );
      await tx.query('DELETE FROM face_photograph WHERE task_id = $1', [id]);
      return { ...open, outcome: errorCode ?? 'COMPLETED' };
    });
    if (ended) this.metrics.ended(ended.kind, ended.outcome, ended.waited);
  }

  /** Tasks that have not ended although they were accepted so long ago. */
  unfinishedSince(hours: number): Promise<Task[]> {
    return this.database.query<Task>(
      `SELECT ${columns} FROM face_task WHERE ended_at IS NULL AND accepted_at < now() - make_interval(hours => $1)`,
      [hours],
    );
  }

  /** Results that nobody can ask for any more. */
  async forgetEndedBefore(hours: number): Promise<void> {
    await this.database.query('DELETE FROM face_task WHERE ended_at < now() - make_interval(hours => $1)', [
      hours,
    ]);
  }
}
