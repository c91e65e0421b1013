import { DomainError, type Principal, type TaskStatus } from '@argus/contracts';
import { Database, Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { TaskKind } from './face-task.entity.js';
import { photographPlace } from './photograph-place.js';
import { readTaskId } from './task-id.js';
import { TaskMetrics } from './task-metrics.service.js';
import { type Task, TaskStore } from './task.store.js';

/** How a task ended. It is `failed` if there is an error code, but for an enrolment that waits as a conflict case. */
export interface Outcome {
  readonly status: Extract<TaskStatus, 'completed' | 'failed'>;
  readonly result: object;
  readonly errorCode: string | null;
}

/** Makes the effects of a task in the transaction that ends it. Returns the outcome. */
export type Conclude = (tx: EntityManager, secondsSinceAccepted: number) => Promise<Outcome>;

export interface TaskState<R> {
  readonly status: TaskStatus;
  readonly result: R | null;
  /** Duration of the last attempt in seconds; null until it ended. */
  readonly processing_time: number | null;
}

/** Begins and ends face tasks, and decides who may see their state. */
@Injectable()
export class TaskService {
  constructor(
    private readonly database: Database,
    private readonly tasks: TaskStore,
    private readonly sealer: Sealer,
    private readonly metrics: TaskMetrics,
  ) {}

  /**
   * Returns the state of the caller's own task. Admins may see any task.
   * @throws DomainError TASK_NOT_FOUND
   */
  async stateOf<R>(kind: TaskKind, publicId: string, caller: Principal): Promise<TaskState<R>> {
    const task = await this.tasks.state<R>(kind, readTaskId(kind, publicId));
    if (!task || (task.requestedBy !== caller.accountId && caller.role !== 'admin'))
      throw new DomainError('TASK_NOT_FOUND');
    const { status, result, seconds } = task;
    return { status, result, processing_time: seconds };
  }

  /** Marks the task as processing, again after a failed attempt. Returns undefined if nothing is left to do. */
  begin(id: string): Promise<Task | undefined> {
    return this.tasks.begin(id);
  }

  async photographsOf({ id }: Task): Promise<Uint8Array[]> {
    const photographs = await this.tasks.photographs(id);
    return photographs.map(({ position, sealed }) => this.sealer.open(sealed, photographPlace(id, position)));
  }

  /**
   * Concludes the task, stores the outcome and destroys the photographs in one transaction. Locks the task. Does nothing if
   * another attempt has ended it: an attempt presumed dead may still run.
   */
  async end({ id }: Pick<Task, 'id'>, conclude: Conclude): Promise<void> {
    const ended = await this.database.transaction(async (tx) => {
      const open = await this.tasks.lockOpen(tx, id);
      if (!open) return undefined;
      const seconds = Math.round(open.secondsSinceAccepted * 1000) / 1000;
      const { status, result, errorCode } = await conclude(tx, seconds);
      await this.tasks.end(tx, id, status, result);
      return { ...open, outcome: errorCode ?? 'COMPLETED' };
    });
    if (ended) this.metrics.ended(ended.kind, ended.outcome, ended.secondsSinceAccepted);
  }
}
