import { type EnrolmentOutcome, type EnrolResult, faceEnrolled, recognitionContract } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Jobs, Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ConflictService } from '../conflicts/conflict.service.js';
import { EnrolmentConsent } from '../consents/enrolment-consent.service.js';
import { LivenessChallenges } from '../liveness/liveness-challenge.service.js';
import { PersonStore } from '../people/person.store.js';
import type { Conclude, Outcome } from '../tasks/task.service.js';
import type { Task } from '../tasks/task.store.js';
import type { FaceTaskProcedure } from './face-task.procedure.js';
import { sentenceFor } from './failure.js';
import { gallery, subjectOf } from '../gallery.js';
import { revocationQueue } from '../queues.js';
import { askedBy } from '../requester.js';
import { rounded } from '../rounded.js';

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
    private readonly conflicts: ConflictService,
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
    private readonly challenges: LivenessChallenges,
    private readonly consent: EnrolmentConsent,
  ) {}

  /** The id of the task is the enrolment id at vision, so a second attempt gets the outcome of the first. */
  async perform(task: Task, photographs: Uint8Array[]): Promise<Conclude> {
    const { account_id, quality_check, liveness_challenge_id: challengeId } = task.input as EnrolmentInput;
    if (!(await this.consent.holdsSince(account_id, task.acceptedAt)))
      return async () => this.giveUp(task, 'CONSENT_WITHDRAWN');
    if (await this.conflicts.isOpenFor(account_id)) return async () => this.giveUp(task, 'CONFLICT_OPEN');
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
    if (outcome.conflict) await this.conflicts.knowOther(outcome.conflict);
    return (tx) => this.conclude(tx, task, account_id, outcome);
  }

  giveUp(_task: Task, errorCode: string): Outcome {
    return failure(errorCode, sentenceFor(errorCode), []);
  }

  private async conclude(
    tx: EntityManager,
    { id: taskId, requester, acceptedAt }: Pick<Task, 'id' | 'requester' | 'acceptedAt'>,
    accountId: number,
    outcome: EnrolmentOutcome,
  ): Promise<Outcome> {
    const { enrolled, conflict, refusal, reason, photographs } = outcome;
    if (!enrolled && !conflict) return failure(refusal ?? 'INTERNAL', reason ?? sentenceFor(''), photographs);
    const person = await this.people.lock(tx, accountId);
    if (!person?.isActive) {
      // Deactivated while vision worked: the revocation may have run before the template existed.
      await this.jobs.send(tx, revocationQueue, { accountId, requester });
      return failure('USER_INACTIVE', sentenceFor('USER_INACTIVE'), photographs);
    }
    if (!(await this.consent.holdsSince(accountId, acceptedAt))) {
      /* Withdrawn while vision worked: the revocation may have run before the template existed. This one certifies nothing. */
      await this.jobs.send(tx, revocationQueue, { accountId, requester, withdrawalId: taskId });
      return failure('CONSENT_WITHDRAWN', sentenceFor('CONSENT_WITHDRAWN'), photographs);
    }
    if (conflict) {
      await this.conflicts.open(tx, taskId, accountId, conflict);
      const result = resultOf(CONFLICT_CASE, sentenceFor(CONFLICT_CASE), photographs);
      return { status: 'completed', result, errorCode: CONFLICT_CASE };
    }
    await this.outbox.append(tx, faceEnrolled, {
      occurred_at: new Date().toISOString(),
      person_id: accountId,
      employee_id: person.employeeId,
      ...askedBy(requester),
    });
    const result = resultOf(null, `Face enrolled successfully${hintOn(photographs)}`, photographs);
    return { status: 'completed', result, errorCode: null };
  }
}

/** The enrolment waits for the decision of an administrator. */
const CONFLICT_CASE = 'CONFLICT_CASE';

type Photographs = EnrolmentOutcome['photographs'];

/** Three photographs that hardly differ recognise a person little better than one. */
const hintOn = (photographs: Photographs): string => {
  const pairs = photographs.flatMap(({ nearly_same_as: earlier }, i) =>
    earlier === undefined ? [] : [`${earlier} and ${i + 1}`],
  );
  return pairs.length === 0
    ? ''
    : `. Photographs ${pairs.join(', ')} hardly differ: enrol again with three that were taken apart, and you are recognised better.`;
};

const resultOf = (errorCode: string | null, message: string, photographs: Photographs): EnrolResult => ({
  success: errorCode === null,
  faces_detected: photographs.filter(({ refusal }) => refusal === null).length,
  quality_scores: photographs.map(({ quality }) => rounded(quality?.score ?? 0)),
  template_created: errorCode === null,
  message,
  error_code: errorCode,
  photographs: photographs.map(({ quality, ...report }) => ({
    ...report,
    quality: quality && { ...quality, score: rounded(quality.score) },
  })),
});

const failure = (errorCode: string, message: string, photographs: Photographs): Outcome => ({
  status: 'failed',
  result: resultOf(errorCode, message, photographs),
  errorCode,
});
