import { type EnrolmentOutcome, type EnrolResult, faceEnrolled, recognitionContract } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Jobs, Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { LivenessChallenges } from '../liveness/liveness-challenge.service.js';
import { PersonStore } from '../people/person.store.js';
import type { Conclude, Outcome } from '../tasks/task.service.js';
import type { Task } from '../tasks/task.store.js';
import type { FaceTaskProcedure } from './face-task.procedure.js';
import { sentenceFor } from './failure.js';
import { gallery, subjectOf } from './gallery.js';
import { revocationQueue } from '../queues.js';

/** Input of an enrolment. */
export interface EnrolmentInput {
  readonly account_id: number;
  readonly quality_check: boolean;
  /** Absent in tasks of earlier versions. */
  readonly liveness_challenge_id?: string | null;
}

/** Asks vision to make the template of a person. */
@Injectable()
export class EnrolmentProcedure implements FaceTaskProcedure {
  constructor(
    private readonly rpc: RpcClient,
    private readonly people: PersonStore,
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
    private readonly challenges: LivenessChallenges,
  ) {}

  /** The id of the task is the enrolment id at vision, so a second attempt gets the outcome of the first. */
  async perform(task: Task, photographs: Uint8Array[]): Promise<Conclude> {
    const { account_id, quality_check, liveness_challenge_id: challengeId } = task.input as EnrolmentInput;
    if (challengeId) {
      const use = { challengeId, purpose: 'enroll', accountId: task.requestedBy, taskId: task.id } as const;
      const { refusal } = await this.challenges.redeem(use, photographs);
      if (refusal) return async () => this.giveUp(task, refusal);
    }
    const body = {
      gallery,
      subject: subjectOf(account_id),
      photographs,
      quality_check,
      enrolment_id: task.id,
    };
    const outcome = await this.rpc.call(recognitionContract.operations.enrol, { body });
    return (tx) => this.conclude(tx, account_id, outcome);
  }

  giveUp(_task: Task, errorCode: string): Outcome {
    return failure(errorCode, sentenceFor(errorCode), []);
  }

  private async conclude(tx: EntityManager, accountId: number, outcome: EnrolmentOutcome): Promise<Outcome> {
    const { enrolled, refusal, reason, photographs } = outcome;
    if (!enrolled) return failure(refusal ?? 'INTERNAL', reason ?? sentenceFor(''), photographs);
    const person = await this.people.lock(tx, accountId);
    if (!person?.isActive) {
      // Deactivated while vision worked: the revocation may have run before the template existed.
      await this.jobs.send(tx, revocationQueue, { accountId });
      return failure('USER_INACTIVE', sentenceFor('USER_INACTIVE'), photographs);
    }
    await this.outbox.append(tx, faceEnrolled, { person_id: accountId, employee_id: person.employeeId });
    const result: EnrolResult = {
      success: true,
      ...countsOf(photographs),
      template_created: true,
      message: 'Face enrolled successfully',
      error_code: null,
      photographs,
    };
    return { status: 'completed', result, errorCode: null };
  }
}

type Photographs = EnrolmentOutcome['photographs'];

const countsOf = (photographs: Photographs) => ({
  faces_detected: photographs.filter(({ refusal }) => refusal === null).length,
  quality_scores: photographs.map(({ quality }) => quality?.score ?? 0),
});

function failure(errorCode: string, message: string, photographs: Photographs): Outcome {
  const result: EnrolResult = {
    success: false,
    ...countsOf(photographs),
    template_created: false,
    message,
    error_code: errorCode,
    photographs,
  };
  return { status: 'failed', result, errorCode };
}
