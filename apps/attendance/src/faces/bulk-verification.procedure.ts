import {
  type BulkImageResult,
  type BulkOptions,
  type BulkResult,
  type Identification,
  recognitionContract,
} from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';
import {
  AttendanceRecorder,
  type RecordedSighting,
  type Sighting,
  sightingKey,
} from '../logs/attendance-recorder.js';
import { PersonDirectory } from '../people/person.directory.js';
import type { Conclude, Outcome } from '../tasks/task.service.js';
import type { Task } from '../tasks/task.store.js';
import type { FaceTaskProcedure } from './face-task.procedure.js';
import { isLasting, sentenceFor } from './failure.js';
import { gallery } from './gallery.js';
import { type Recognition, recognitionsIn, subjectsIn, verifiedFace } from './recognition.js';

/** What a bulk verification is about; the photographs are those of the images, in their order. */
export interface BulkInput {
  readonly images: readonly { readonly id: string; readonly camera_id: string | null }[];
  readonly options: BulkOptions;
}

/** Pictures of one task that are with vision at a time; its queue is for everybody. */
const PICTURES_AT_A_TIME = 4;

type Looked = { readonly found: Identification } | { readonly errorCode: string };

interface LookedAt {
  readonly id: string;
  readonly cameraId: string | null;
  readonly errorCode: string | null;
  readonly facesDetected: number;
  readonly recognitions: readonly Recognition[];
}

/** Finds everybody in several pictures and logs their attendance. */
@Injectable()
export class BulkVerificationProcedure implements FaceTaskProcedure {
  constructor(
    private readonly rpc: RpcClient,
    private readonly people: PersonDirectory,
    private readonly recorder: AttendanceRecorder,
  ) {}

  async perform(task: Task, photographs: readonly Uint8Array[]): Promise<Conclude> {
    const { images, options } = task.input as BulkInput;
    const looked = await this.lookAtAll(photographs, options);
    const named = looked.flatMap((look) => ('found' in look ? subjectsIn(look.found) : []));
    const people = await this.people.findByIds([...new Set(named)]);
    const pictures = images.map(({ id, camera_id: cameraId }, i): LookedAt => {
      const look = looked[i]!;
      if ('errorCode' in look)
        return { id, cameraId, errorCode: look.errorCode, facesDetected: 0, recognitions: [] };
      const { found } = look;
      const errorCode = found.faces_detected === 0 ? 'NO_FACE' : null;
      const recognitions = recognitionsIn(found, people);
      return { id, cameraId, errorCode, facesDetected: found.faces_detected, recognitions };
    });
    return async (tx, seconds) => {
      const recorded = await this.recorder.record(tx, task.acceptedAt, seconds, sightingsIn(pictures));
      const result: BulkResult = { images: describe(pictures, recorded, task.acceptedAt) };
      return { status: 'completed', result, errorCode: null };
    };
  }

  giveUp(task: Task, errorCode: string): Outcome {
    const { images } = task.input as BulkInput;
    const result: BulkResult = {
      images: images.map(({ id }) => ({
        id,
        error_code: errorCode,
        message: sentenceFor(errorCode),
        faces_detected: 0,
        faces: [],
      })),
    };
    return { status: 'failed', result, errorCode };
  }

  private async lookAtAll(photographs: readonly Uint8Array[], options: BulkOptions): Promise<Looked[]> {
    const looked: Looked[] = [];
    for (let start = 0; start < photographs.length; start += PICTURES_AT_A_TIME) {
      const some = photographs.slice(start, start + PICTURES_AT_A_TIME);
      looked.push(...(await Promise.all(some.map((photograph) => this.lookAt(photograph, options)))));
    }
    return looked;
  }

  /** One picture that is none does not spoil the others. */
  private async lookAt(photograph: Uint8Array, options: BulkOptions): Promise<Looked> {
    try {
      const body = { gallery, photograph, ...options };
      return { found: await this.rpc.call(recognitionContract.operations.identify, { body }) };
    } catch (error) {
      if (isLasting(error)) return { errorCode: error.code };
      throw error;
    }
  }
}

/** Everybody once per camera, as seen best. */
function sightingsIn(pictures: readonly LookedAt[]): Sighting[] {
  const best = new Map<string, Sighting>();
  for (const { cameraId, recognitions } of pictures) {
    for (const { person, face } of recognitions) {
      if (!person) continue;
      const key = sightingKey(person.accountId, cameraId);
      if ((best.get(key)?.confidence ?? -1) >= (face.confidence ?? 0)) continue;
      best.set(key, { person, cameraId, location: null, confidence: face.confidence });
    }
  }
  return [...best.values()];
}

/** A row is said to be written once, where its person appears first. */
function describe(
  pictures: readonly LookedAt[],
  recorded: ReadonlyMap<string, RecordedSighting>,
  occurredAt: Date,
): BulkImageResult[] {
  const told = new Set<string>();
  return pictures.map(({ id, cameraId, errorCode, facesDetected, recognitions }) => ({
    id,
    error_code: errorCode,
    message: errorCode === null ? recognisedOf(recognitions) : sentenceFor(errorCode),
    faces_detected: facesDetected,
    faces: recognitions.map((recognition) => {
      const { person } = recognition;
      if (!person) return verifiedFace(recognition, undefined, occurredAt);
      const key = sightingKey(person.accountId, cameraId);
      const row = recorded.get(key);
      const again = told.has(key);
      told.add(key);
      return verifiedFace(recognition, row && again ? { ...row, written: false } : row, occurredAt);
    }),
  }));
}

const recognisedOf = (recognitions: readonly Recognition[]): string =>
  `${recognitions.filter(({ person }) => person).length} of ${recognitions.length} faces recognised`;
