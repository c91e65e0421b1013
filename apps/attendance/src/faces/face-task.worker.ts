import type { JobAttempt } from '@argus/persistence';
import { Works } from '@argus/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import type { TaskKind } from '../tasks/face-task.entity.js';
import { type Conclude, TaskService } from '../tasks/task.service.js';
import type { Task } from '../tasks/task.store.js';
import { BulkVerificationProcedure } from './bulk-verification-procedure.service.js';
import { EnrolmentProcedure } from './enrolment-procedure.service.js';
import type { FaceTaskProcedure } from './face-task.procedure.js';
import { codeOf, isPermanent } from './failure.js';
import { type TaskJob, taskQueues } from '../queues.js';
import { VerificationAudit } from './verification-audit.service.js';
import { VerificationProcedure } from './verification-procedure.service.js';

/** Performs face tasks of every kind. The queue retries temporary failures. */
@Injectable()
@Works(...Object.values(taskQueues))
export class FaceTaskWorker {
  private readonly logger = new Logger(FaceTaskWorker.name);
  private readonly procedures: Readonly<Record<TaskKind, FaceTaskProcedure>>;

  constructor(
    private readonly tasks: TaskService,
    private readonly audit: VerificationAudit,
    enroll: EnrolmentProcedure,
    verify: VerificationProcedure,
    bulk: BulkVerificationProcedure,
  ) {
    this.procedures = { enroll, verify, bulk };
  }

  async run(
    { taskId }: TaskJob,
    { attempt, lastAttempt }: Pick<JobAttempt, 'attempt' | 'lastAttempt'>,
  ): Promise<void> {
    const task = await this.tasks.begin(taskId);
    if (!task) return;
    try {
      const photographs = await this.tasks.photographsOf(task);
      await this.end(task, await this.procedures[task.kind].perform(task, photographs));
    } catch (error) {
      if (!isPermanent(error) && !lastAttempt) throw error;
      this.logger.warn(`Task ${taskId} failed in attempt ${attempt}`, error);
      await this.giveUp(task, codeOf(error));
    }
  }

  giveUp(task: Task, errorCode: string): Promise<void> {
    return this.end(task, async () => this.procedures[task.kind].giveUp(task, errorCode));
  }

  private end(task: Task, conclude: Conclude): Promise<void> {
    return this.tasks.end(task, this.audit.audited(task, conclude));
  }
}
