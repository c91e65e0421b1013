import {
  type BulkVerifyFaces,
  DomainError,
  type EnrolFace,
  type EnrolQueued,
  type Principal,
  type VerifyFace,
  type VerifyQueued,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { LivenessPolicy } from '../liveness/liveness-policy.service.js';
import type { Person } from '../people/person.entity.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import type { TaskKind } from '../tasks/face-task.entity.js';
import { publicTaskId } from '../tasks/task-id.js';
import { TaskIntake } from '../tasks/task-intake.service.js';
import type { BulkInput } from './bulk-verification-procedure.service.js';
import { seesScores } from './disclosure.js';
import type { EnrolmentInput } from './enrolment-procedure.service.js';
import { readPhotographs } from './photograph-intake.js';
import type { VerificationInput } from './verification-procedure.service.js';

/** Account ids begin with 1. */
const NOBODY = 0;

/** Checks requests about faces and queues them as tasks. */
@Injectable()
export class FaceRequestService {
  constructor(
    private readonly people: PersonDirectory,
    private readonly tasks: TaskIntake,
    private readonly liveness: LivenessPolicy,
  ) {}

  /** @throws DomainError PERMISSION_DENIED, LIVENESS_REQUIRED, VALIDATION_FAILED, USER_NOT_FOUND, USER_INACTIVE, QUEUE_FULL */
  async enrol(
    { employee_id, images, quality_check, liveness_challenge_id = null }: EnrolFace,
    caller: Principal,
  ): Promise<EnrolQueued> {
    assertMayName(caller, employee_id);
    this.liveness.assertAtEnrolment(liveness_challenge_id);
    const photographs = await readPhotographs(images.map((image, i) => ({ image, path: ['images', i] })));
    const person = await this.activePerson(employee_id);
    const input: EnrolmentInput = { account_id: person.accountId, quality_check, liveness_challenge_id };
    const { id } = await this.tasks.accept({
      kind: 'enroll',
      requestedBy: caller.accountId,
      input,
      photographs,
    });
    const task_id = publicTaskId('enroll', id);
    return { task_id, status: 'queued', message: 'Face enrollment task queued successfully' };
  }

  /** @throws DomainError PERMISSION_DENIED, LIVENESS_REQUIRED, VALIDATION_FAILED, USER_NOT_FOUND, USER_INACTIVE, QUEUE_FULL */
  async verify(request: VerifyFace, caller: Principal): Promise<VerifyQueued> {
    const { image, camera_id = null, location = null, employee_id: claimed = null } = request;
    const { liveness_challenge_id = null } = request;
    if (claimed !== null) assertMayName(caller, claimed);
    this.liveness.assertAtCamera(camera_id, liveness_challenge_id);
    const photographs = await readPhotographs([{ image, path: ['image'] }]);
    const account_id = claimed === null ? null : await this.claimedAccount(claimed, caller);
    const input: VerificationInput = { camera_id, location, account_id, liveness_challenge_id };
    return this.queue('verify', input, photographs, caller);
  }

  /** @throws DomainError LIVENESS_REQUIRED, VALIDATION_FAILED, QUEUE_FULL */
  async bulkVerify({ images, options }: BulkVerifyFaces, caller: Principal): Promise<VerifyQueued> {
    for (const { camera_id } of images) this.liveness.assertAtCamera(camera_id ?? null, null);
    const photographs = await readPhotographs(
      images.map(({ image }, i) => ({ image, path: ['images', i, 'image'] })),
    );
    const input: BulkInput = {
      images: images.map(({ id, camera_id }) => ({ id, camera_id: camera_id ?? null })),
      options: options ?? { max_faces: 10 },
    };
    return this.queue('bulk', input, photographs, caller);
  }

  /** Only administrators learn at once who does not exist; for others, nobody's face is like theirs. */
  private async claimedAccount(employeeId: string, caller: Principal): Promise<number> {
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
    { accountId: requestedBy }: Principal,
  ): Promise<VerifyQueued> {
    const { id, estimatedSeconds } = await this.tasks.accept({ kind, requestedBy, input, photographs });
    return { task_id: publicTaskId(kind, id), status: 'queued', estimated_time: estimatedSeconds };
  }
}

/** Students enrol and verify only themselves, and learn nothing about others. */
function assertMayName({ role, username }: Principal, employeeId: string): void {
  if (role === 'student' && username !== employeeId) throw new DomainError('PERMISSION_DENIED');
}
