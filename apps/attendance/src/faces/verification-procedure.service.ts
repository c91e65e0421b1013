import { type Identification, recognitionContract } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';
import { AttendanceRecorder, sightingKey } from '../logs/attendance-recorder.service.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import type { Conclude, Outcome } from '../tasks/task.service.js';
import type { Task } from '../tasks/task.store.js';
import type { FaceTaskProcedure } from './face-task.procedure.js';
import { gallery } from './gallery.js';
import { noVerifiedFace, recognitionsIn, subjectsIn, verifiedFace } from './recognition.js';

/** Input of a verification. */
export interface VerificationInput {
  readonly camera_id: string | null;
  readonly location: string | null;
}

/** Identifies the person before a camera and logs their attendance. */
@Injectable()
export class VerificationProcedure implements FaceTaskProcedure {
  constructor(
    private readonly rpc: RpcClient,
    private readonly people: PersonDirectory,
    private readonly recorder: AttendanceRecorder,
  ) {}

  async perform(task: Task, [photograph]: readonly Uint8Array[]): Promise<Conclude> {
    const body = { gallery, photograph: photograph!, max_faces: 1 };
    const found = await this.rpc.call(recognitionContract.operations.identify, { body });
    if (found.faces_detected !== 1) {
      const code = found.faces_detected === 0 ? 'NO_FACE' : 'SEVERAL_FACES';
      return async () => this.giveUp(task, code);
    }
    return this.concludeWith(task, found);
  }

  giveUp({ acceptedAt }: Task, errorCode: string): Outcome {
    return { status: 'failed', result: noVerifiedFace(errorCode, acceptedAt), errorCode };
  }

  private async concludeWith(task: Task, found: Identification): Promise<Conclude> {
    const [recognition] = recognitionsIn(found, await this.people.findByIds(subjectsIn(found)));
    if (!recognition) throw new Error('Vision counted one face but described none');
    const { camera_id: cameraId, location } = task.input as VerificationInput;
    const { person, face } = recognition;
    const { confidence } = face;
    const sightings = person ? [{ person, cameraId, location, confidence }] : [];
    return async (tx, seconds) => {
      const recorded = await this.recorder.record(tx, task.acceptedAt, seconds, sightings);
      const row = person && recorded.get(sightingKey(person.accountId, cameraId));
      const result = verifiedFace(recognition, row, task.acceptedAt);
      return { status: 'completed', result, errorCode: null };
    };
  }
}
