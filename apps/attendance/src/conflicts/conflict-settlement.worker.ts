import { type EnrolmentOutcome, faceEnrolled, faceRevoked, recognitionContract } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Database, Jobs, Outbox } from '@argus/persistence';
import { Every, Works } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { gallery, subjectOf } from '../gallery.js';
import { PersonStore } from '../people/person.store.js';
import { type ConflictSettlementJob, conflictSettlementQueue, revocationQueue } from '../queues.js';
import { askedBy } from '../requester.js';
import { ConflictService } from './conflict.service.js';
import { ConflictStore } from './conflict.store.js';
import type { FaceConflict } from './face-conflict.entity.js';

/** Longer than all retries of a job take. */
const OVERDUE_MINUTES = 20;

/** Has vision carry out the decisions of conflict cases. */
@Injectable()
@Works(conflictSettlementQueue)
export class ConflictSettlementWorker {
  constructor(
    private readonly database: Database,
    private readonly conflicts: ConflictStore,
    private readonly cases: ConflictService,
    private readonly people: PersonStore,
    private readonly rpc: RpcClient,
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
  ) {}

  async run({ conflictId }: ConflictSettlementJob): Promise<void> {
    const conflict = await this.database.transaction((tx) => this.conflicts.lock(tx, conflictId));
    if (!conflict?.decision || conflict.templateCreated !== null) return;
    const body = {
      gallery,
      enrolment_id: conflict.taskId,
      other_subject: subjectOf(conflict.otherId),
      decision: conflict.decision,
    };
    const outcome = await this.rpc.call(recognitionContract.operations.settle, { body });
    if (outcome.conflict) await this.cases.knowOther(outcome.conflict);
    await this.database.transaction((tx) => this.conclude(tx, conflict, outcome));
  }

  /** A job may be lost, e.g. where vision was out of reach for longer than its retries. */
  @Every(600_000, 'carry out overdue decisions of conflict cases')
  async sweep(): Promise<void> {
    for (const conflictId of await this.conflicts.unsettledAfter(OVERDUE_MINUTES))
      await this.database.transaction((tx) => this.jobs.send(tx, conflictSettlementQueue, { conflictId }));
  }

  private async conclude(tx: EntityManager, { id }: FaceConflict, outcome: EnrolmentOutcome): Promise<void> {
    const conflict = await this.conflicts.lock(tx, id);
    if (conflict?.templateCreated !== null) return;
    const { personId, taskId, decider } = conflict;
    await this.conflicts.settle(tx, id, outcome.enrolled);
    const person = await this.people.lock(tx, personId);
    if (!person?.isActive) {
      // Deactivated meanwhile: the revocation may have run before the template was active.
      await this.jobs.send(tx, revocationQueue, { accountId: personId, requester: decider });
    } else if (outcome.enrolled) {
      await this.outbox.append(tx, faceEnrolled, {
        occurred_at: new Date().toISOString(),
        person_id: personId,
        employee_id: person.employeeId,
        ...askedBy(decider),
      });
    } else if (outcome.refusal === 'ALREADY_ENROLLED') {
      // An earlier template of the person went with the one that waited.
      await this.outbox.append(tx, faceRevoked, {
        occurred_at: new Date().toISOString(),
        person_id: personId,
        employee_id: person.employeeId,
        ...askedBy(decider),
      });
    } else if (outcome.conflict) {
      await this.cases.open(tx, taskId, personId, outcome.conflict);
    }
  }
}
