import { type Identification, recognitionContract, type VerifiedFaces } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';
import { LivenessChallenges } from '../liveness/liveness-challenge.service.js';
import { LivenessPolicy } from '../liveness/liveness-policy.service.js';
import { AttendanceRecorder, sightingKey } from '../logs/attendance-recorder.service.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import type { Conclude, Outcome } from '../tasks/task.service.js';
import { momentOf, type Task } from '../tasks/task.store.js';
import type { FaceTaskProcedure } from './face-task.procedure.js';
import { FacesMeantPolicy } from './faces-meant-policy.service.js';
import { gallery, subjectOf } from '../gallery.js';
import { noVerifiedFace, recognitionsIn, subjectsIn, verifiedFace } from './recognition.js';

/** Input of a verification. */
export interface VerificationInput {
  readonly camera_id: string | null;
  readonly location: string | null;
  /** Absent in tasks of earlier versions. */
  readonly liveness_challenge_id?: string | null;
  /** The person whom the face is claimed to be; absent or null for anybody. */
  readonly account_id?: number | null;
  /** Whose face the request means; absent or null for what the camera says. */
  readonly faces?: VerifiedFaces | null;
  /** Absent for a camera. */
  readonly method?: 'mobile';
}

/** Identifies the person before a camera, or verifies who they say they are, and logs their attendance. */
@Injectable()
export class VerificationProcedure implements FaceTaskProcedure {
  constructor(
    private readonly rpc: RpcClient,
    private readonly people: PersonDirectory,
    private readonly recorder: AttendanceRecorder,
    private readonly challenges: LivenessChallenges,
    private readonly liveness: LivenessPolicy,
    private readonly facesMeant: FacesMeantPolicy,
  ) {}

  async perform(task: Task, [photograph]: readonly Uint8Array[]): Promise<Conclude> {
    const found = await this.ask(task.input as VerificationInput, photograph!);
    const refusal = found.refusal ?? (await this.challengeRefusal(task, photograph!));
    if (refusal) return async () => this.giveUp(task, refusal);
    return this.concludeWith(task, found);
  }

  giveUp({ acceptedAt }: Task, errorCode: string): Outcome {
    return { status: 'failed', result: noVerifiedFace(errorCode, acceptedAt.exact), errorCode };
  }

  /** Spends the liveness challenge. Returns why it cannot be spent on this photograph. */
  private async challengeRefusal(task: Task, photograph: Uint8Array): Promise<string | undefined> {
    const { liveness_challenge_id: challengeId = null } = task.input as VerificationInput;
    if (challengeId === null) return undefined;
    const { id: taskId, requestedBy: accountId } = task;
    const use = { challengeId, purpose: 'verify', accountId, taskId } as const;
    const { refusal } = await this.challenges.redeem(use, [photograph]);
    return refusal ?? undefined;
  }

  private ask(
    { account_id: claimed, camera_id, faces: asked = null }: VerificationInput,
    photograph: Uint8Array,
  ): Promise<Identification> {
    const passive_liveness = this.liveness.wantsScores(camera_id);
    const faces = this.facesMeant.meantAt(camera_id, asked);
    const picture = { gallery, photograph, passive_liveness, faces };
    const { identify, verify } = recognitionContract.operations;
    if (claimed === undefined || claimed === null)
      return this.rpc.call(identify, { body: { ...picture, max_faces: 1 } });
    return this.rpc.call(verify, { body: { ...picture, max_faces: 1, subject: subjectOf(claimed) } });
  }

  private async concludeWith(task: Task, found: Identification): Promise<Conclude> {
    const [recognition] = recognitionsIn(found, await this.people.findByIds(subjectsIn(found)));
    if (!recognition) throw new Error('Vision found the face that is meant but described none');
    const {
      camera_id: cameraId,
      location,
      liveness_challenge_id = null,
      method,
    } = task.input as VerificationInput;
    const proof = this.liveness.proofOf(cameraId, liveness_challenge_id);
    const { person, face } = recognition;
    const { confidence } = face;
    const sightings = person ? [{ person, cameraId, location, confidence }] : [];
    return async (tx, seconds) => {
      const recorded = await this.recorder.record(tx, momentOf(task, seconds, method), sightings);
      const row = person && recorded.get(sightingKey(person.accountId, cameraId));
      const result = verifiedFace(recognition, row, task.acceptedAt.exact, proof);
      return { status: 'completed', result, errorCode: null };
    };
  }
}
