import {
  type BulkVerifyFaces,
  type CallContext,
  callerOf,
  DomainError,
  type EnrolFace,
  type EnrolQueued,
  foldText,
  type Principal,
  type VerifyFace,
  type VerifyQueued,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { EnrolmentConsent } from '../consents/enrolment-consent.service.js';
import { LivenessPolicy } from '../liveness/liveness-policy.service.js';
import type { Person } from '../people/person.entity.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import { requesterOf } from '../requester.js';
import type { TaskKind } from '../tasks/face-task.entity.js';
import { publicTaskId } from '../tasks/task-id.js';
import { TaskIntake } from '../tasks/task-intake.service.js';
import type { BulkInput } from './bulk-verification-procedure.service.js';
import { CameraRights } from './camera-rights.service.js';
import { seesScores } from './disclosure.js';
import type { EnrolmentInput } from './enrolment-procedure.service.js';
import { readPhotographs } from './photograph-intake.js';
import type { VerificationInput } from './verification-procedure.service.js';

type Asking = Pick<CallContext, 'principal' | 'requestId' | 'clientAddress' | 'userAgent'>;

/** Account ids begin with 1. */
const NOBODY = 0;

/** Checks requests about faces and queues them as tasks. */
@Injectable()
export class FaceRequestService {
  constructor(
    private readonly people: PersonDirectory,
    private readonly tasks: TaskIntake,
    private readonly liveness: LivenessPolicy,
    private readonly cameras: CameraRights,
    private readonly consent: EnrolmentConsent,
  ) {}

  /** @throws DomainError PERMISSION_DENIED, LIVENESS_REQUIRED, VALIDATION_FAILED, USER_NOT_FOUND, USER_INACTIVE, CONSENT_REQUIRED, WITHDRAWAL_PENDING, QUEUE_FULL */
  async enrol(
    { employee_id, images, quality_check, liveness_challenge_id = null }: EnrolFace,
    context: Asking,
  ): Promise<EnrolQueued> {
    const caller = callerOf(context);
    assertMayName(caller, employee_id);
    this.liveness.assertAtEnrolment(liveness_challenge_id);
    const photographs = await readPhotographs(images.map((image, i) => ({ image, path: ['images', i] })));
    /* By their own id, since names older than ADR 66 may differ in case only. */
    const person = await this.activePerson(caller.role === 'student' ? caller.username : employee_id);
    await this.consent.assertGiven(person.accountId);
    const input: EnrolmentInput = { account_id: person.accountId, quality_check, liveness_challenge_id };
    const { id } = await this.tasks.accept({
      kind: 'enroll',
      requester: requesterOf(context),
      input,
      photographs,
    });
    const task_id = publicTaskId('enroll', id);
    return { task_id, status: 'queued', message: 'Face enrollment task queued successfully' };
  }

  /** @throws DomainError PERMISSION_DENIED, CAMERA_NOT_PERMITTED, LIVENESS_REQUIRED, VALIDATION_FAILED, USER_NOT_FOUND, USER_INACTIVE, QUEUE_FULL */
  async verify(request: VerifyFace, context: Asking): Promise<VerifyQueued> {
    const caller = callerOf(context);
    const { image, location = null, employee_id: claimed = null, liveness_challenge_id = null } = request;
    const { faces = null } = request;
    if (claimed !== null) assertMayName(caller, claimed);
    const camera_id = this.cameras.cameraOf(caller, request.camera_id ?? null);
    this.liveness.assertAtCamera(camera_id, liveness_challenge_id);
    const photographs = await readPhotographs([{ image, path: ['image'] }]);
    const account_id = await this.comparedAccount(claimed, caller);
    const input: VerificationInput = { camera_id, location, account_id, liveness_challenge_id, faces };
    return this.queue('verify', input, photographs, context);
  }

  /** @throws DomainError CAMERA_NOT_PERMITTED, LIVENESS_REQUIRED, VALIDATION_FAILED, QUEUE_FULL */
  async bulkVerify({ images, options }: BulkVerifyFaces, context: Asking): Promise<VerifyQueued> {
    const caller = callerOf(context);
    const cameras = images.map(({ camera_id = null }) => this.cameras.cameraOf(caller, camera_id));
    for (const camera of cameras) this.liveness.assertAtCamera(camera, null);
    const photographs = await readPhotographs(
      images.map(({ image }, i) => ({ image, path: ['images', i, 'image'] })),
    );
    const input: BulkInput = {
      images: images.map(({ id }, i) => ({ id, camera_id: cameras[i]! })),
      options: options ?? { max_faces: 10 },
      account_id: await this.comparedAccount(null, caller),
    };
    return this.queue('bulk', input, photographs, context);
  }

  /**
   * Returns the only account that faces are compared with; null for everybody's. A student is compared with themselves. Only
   * administrators learn at once who does not exist; for others, nobody's face is like theirs.
   */
  private async comparedAccount(claimed: string | null, caller: Principal): Promise<number | null> {
    const employeeId = caller.role === 'student' ? caller.username : claimed;
    if (employeeId === null) return null;
    if (seesScores(caller)) return (await this.activePerson(employeeId)).accountId;
    const person = await this.people.findByEmployeeId(employeeId);
    return person?.isActive ? person.accountId : NOBODY;
  }

  private async activePerson(employeeId: string): Promise<Person> {
    const person = await this.people.findByEmployeeId(employeeId);
    if (!person) throw new DomainError('USER_NOT_FOUND');
    if (!person.isActive) throw new DomainError('USER_INACTIVE');
    return person;
  }

  private async queue(
    kind: TaskKind,
    input: object,
    photographs: readonly Uint8Array[],
    context: Asking,
  ): Promise<VerifyQueued> {
    const requester = requesterOf(context);
    const { id, estimatedSeconds } = await this.tasks.accept({ kind, requester, input, photographs });
    return { task_id: publicTaskId(kind, id), status: 'queued', estimated_time: estimatedSeconds };
  }
}

/** Students enrol and verify only themselves, and learn nothing about others. */
function assertMayName({ role, username }: Principal, employeeId: string): void {
  if (role === 'student' && foldText(username) !== foldText(employeeId))
    throw new DomainError('PERMISSION_DENIED');
}
