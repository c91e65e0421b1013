import {
  type BulkImageResult,
  type BulkOptions,
  type BulkResult,
  type Identification,
  type LivenessProof,
  recognitionContract,
  type Instant,
} from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';
import { LivenessPolicy } from '../liveness/liveness-policy.service.js';
import {
  AttendanceRecorder,
  type RecordedSighting,
  type Sighting,
  sightingKey,
} from '../logs/attendance-recorder.service.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import type { Conclude, Outcome } from '../tasks/task.service.js';
import { momentOf, type Task } from '../tasks/task.store.js';
import type { FaceTaskProcedure } from './face-task.procedure.js';
import { isPermanent, sentenceFor } from './failure.js';
import { gallery, subjectOf } from '../gallery.js';
import { type Recognition, recognitionsIn, subjectsIn, verifiedFace } from './recognition.js';

/** Input of a bulk verification. The photographs of the task are in the order of the images. */
export interface BulkInput {
  readonly images: readonly { readonly id: string; readonly camera_id: string | null }[];
  readonly options: BulkOptions;
  /** The only person whom faces are compared with. Absent or null for everybody, absent in tasks of earlier versions. */
  readonly account_id?: number | null;
}

/** Pictures that one task sends to vision at a time. Other tasks share its queue. */
const MAX_PICTURES_IN_FLIGHT = 4;

type Compared = BulkOptions & { readonly account_id: number | null };

const { identify, verify } = recognitionContract.operations;

type Analysis = { readonly found: Identification } | { readonly errorCode: string };

interface AnalysedPicture {
  readonly id: string;
  readonly cameraId: string | null;
  readonly errorCode: string | null;
  readonly facesDetected: number;
  readonly recognitions: readonly Recognition[];
  readonly proof: LivenessProof;
}

/** Finds everybody in several pictures and logs their attendance. */
@Injectable()
export class BulkVerificationProcedure implements FaceTaskProcedure {
  constructor(
    private readonly rpc: RpcClient,
    private readonly people: PersonDirectory,
    private readonly recorder: AttendanceRecorder,
    private readonly liveness: LivenessPolicy,
  ) {}

  async perform(task: Task, photographs: readonly Uint8Array[]): Promise<Conclude> {
    const { images, options, account_id = null } = task.input as BulkInput;
    const scored = images.map(({ camera_id }) => this.liveness.wantsScores(camera_id));
    const analyses = await this.analyseAll(photographs, { ...options, account_id }, scored);
    const named = analyses.flatMap((analysis) => ('found' in analysis ? subjectsIn(analysis.found) : []));
    const people = await this.people.findByIds([...new Set(named)]);
    const pictures = images.map(({ id, camera_id: cameraId }, i): AnalysedPicture => {
      const analysis = analyses[i]!;
      const proof = this.liveness.proofOf(cameraId, null);
      if ('errorCode' in analysis)
        return { id, cameraId, errorCode: analysis.errorCode, facesDetected: 0, recognitions: [], proof };
      const { found } = analysis;
      const errorCode = found.faces_detected === 0 ? 'NO_FACE' : null;
      const recognitions = recognitionsIn(found, people);
      return { id, cameraId, errorCode, facesDetected: found.faces_detected, recognitions, proof };
    });
    return async (tx, seconds) => {
      const recorded = await this.recorder.record(tx, momentOf(task, seconds), sightingsIn(pictures));
      const result: BulkResult = { images: imageResults(pictures, recorded, task.acceptedAt.exact) };
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

  private async analyseAll(
    photographs: readonly Uint8Array[],
    options: Compared,
    scored: readonly boolean[],
  ): Promise<Analysis[]> {
    const analyses: Analysis[] = [];
    for (let start = 0; start < photographs.length; start += MAX_PICTURES_IN_FLIGHT) {
      const some = photographs.slice(start, start + MAX_PICTURES_IN_FLIGHT);
      analyses.push(
        ...(await Promise.all(
          some.map((photograph, i) => this.analyse(photograph, options, scored[start + i]!)),
        )),
      );
    }
    return analyses;
  }

  /** Returns the error code of an invalid picture, so that it does not fail the others. */
  private async analyse(
    photograph: Uint8Array,
    { account_id, ...options }: Compared,
    passive_liveness: boolean,
  ): Promise<Analysis> {
    try {
      const body = { gallery, photograph, passive_liveness, ...options };
      if (account_id === null) return { found: await this.rpc.call(identify, { body }) };
      return { found: await this.rpc.call(verify, { body: { ...body, subject: subjectOf(account_id) } }) };
    } catch (error) {
      if (isPermanent(error)) return { errorCode: error.code };
      throw error;
    }
  }
}

/** Returns each person once per camera, with their highest confidence. */
function sightingsIn(pictures: readonly AnalysedPicture[]): Sighting[] {
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

/** Returns the result per image. A new row is reported once, at the first face of its person. */
function imageResults(
  pictures: readonly AnalysedPicture[],
  recorded: ReadonlyMap<string, RecordedSighting>,
  occurredAt: Instant,
): BulkImageResult[] {
  const reported = new Set<string>();
  return pictures.map(({ id, cameraId, errorCode, facesDetected, recognitions, proof }) => ({
    id,
    error_code: errorCode,
    message: errorCode === null ? summaryOf(recognitions) : sentenceFor(errorCode),
    faces_detected: facesDetected,
    faces: recognitions.map((recognition) => {
      const { person } = recognition;
      if (!person) return verifiedFace(recognition, undefined, occurredAt, proof);
      const key = sightingKey(person.accountId, cameraId);
      const row = recorded.get(key);
      const repeated = reported.has(key);
      reported.add(key);
      return verifiedFace(recognition, row && repeated ? { ...row, written: false } : row, occurredAt, proof);
    }),
  }));
}

const summaryOf = (recognitions: readonly Recognition[]): string =>
  `${recognitions.filter(({ person }) => person).length} of ${recognitions.length} faces recognised`;
