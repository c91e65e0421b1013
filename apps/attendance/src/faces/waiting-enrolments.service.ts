import { Injectable } from '@nestjs/common';
import { TaskService } from '../tasks/task.service.js';
import { TaskStore } from '../tasks/task.store.js';
import { EnrolmentProcedure } from './enrolment-procedure.service.js';

/** Ends enrolments that nobody has begun, with their photographs. One that is being performed sees the withdrawal when it ends. */
@Injectable()
export class WaitingEnrolments {
  constructor(
    private readonly tasks: TaskService,
    private readonly store: TaskStore,
    private readonly enrolment: EnrolmentProcedure,
  ) {}

  async endAllOf(accountId: number): Promise<void> {
    for (const task of await this.store.waitingEnrolmentsOf(accountId))
      await this.tasks.end(task, async () => this.enrolment.giveUp(task, 'CONSENT_WITHDRAWN'));
  }
}
