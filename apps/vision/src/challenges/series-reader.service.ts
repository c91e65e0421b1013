import { DomainError, type LivenessFrame } from '@argus/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { PhotographAnalysis } from '../analysis/photograph-analysis.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { FrameGate } from './frame-gate.js';
import type { FaceSighting } from '../series/face-sighting.js';
import type { Finding, SeriesReason } from '../series/series-judgement.js';

/** Frames of all series in the pool at once, per worker. A verification waits behind no more of them, however many are sent. */
const FRAMES_PER_WORKER = 4;
/** Frames of one series that wait at once, so that several series take turns. */
const FRAMES_AT_ONCE = 4;
/** Frames that may be lost to a bad file or a hidden face without spoiling the series; gaps are judged apart. */
const MAX_LOST_SHARE = 0.2;

export interface ReadSeries {
  readonly sightings: readonly FaceSighting[];
  readonly finding: Finding;
}

/** Finds the face in each frame of a series. Frames are not kept after the call. */
@Injectable()
export class SeriesReader {
  private readonly gate: FrameGate;

  constructor(@Inject(ServiceAnalysisPool) private readonly pool: AnalysisPool) {
    this.gate = new FrameGate(() => Math.max(pool.workers, 1) * FRAMES_PER_WORKER);
  }

  /** @throws DomainError UNAVAILABLE or DEADLINE_EXCEEDED */
  async read(frames: readonly LivenessFrame[], deadline: number): Promise<ReadSeries> {
    const seen: (FaceSighting | SeriesReason)[] = [];
    for (let start = 0; start < frames.length; start += FRAMES_AT_ONCE) {
      const few = frames.slice(start, start + FRAMES_AT_ONCE);
      const look = (frame: LivenessFrame) => this.gate.run(() => this.sighting(frame, deadline));
      seen.push(...(await Promise.all(few.map(look))));
    }
    const sightings = seen.filter((each) => typeof each !== 'string');
    const lost = seen.filter((each) => typeof each === 'string');
    const reasons = lost.length > frames.length * MAX_LOST_SHARE ? [...new Set(lost)] : [];
    return { sightings, finding: { reasons, scores: { lost_frames: lost.length } } };
  }

  /** Returns the descriptor of the largest face in each picture, null where there is none. */
  describe(images: readonly Uint8Array[], deadline: number): Promise<(Float32Array | null)[]> {
    const stages = { descriptor: true, passiveLiveness: false, iris: false };
    return Promise.all(
      images.map(async (photograph) => {
        const analysis = await this.analysis({ photograph, maxFaces: 1, stages }, deadline);
        return analysis?.faces[0]?.descriptor ?? null;
      }),
    );
  }

  private async sighting({ image, at_ms }: LivenessFrame, deadline: number) {
    const stages = { descriptor: false, passiveLiveness: false, iris: true };
    const request = { photograph: image, maxFaces: 1, stages, landmarks: true };
    const analysis = await this.analysis(request, deadline);
    if (!analysis) return 'FRAME_NOT_READABLE';
    const face = analysis.faces[0];
    if (!face?.irises || !face.landmarks || !face.print) return 'FACE_NOT_SEEN';
    const { box, pose, landmarks, irises, print } = face;
    const openness = (irises.right.eyeOpenness + irises.left.eyeOpenness) / 2;
    return { atMs: at_ms, box, pose, landmarks, openness, print };
  }

  private async analysis(
    request: Parameters<AnalysisPool['analyse']>[0],
    deadline: number,
  ): Promise<PhotographAnalysis | undefined> {
    try {
      return await this.pool.analyse(request, deadline, 'liveness');
    } catch (error) {
      if (error instanceof DomainError && error.code.startsWith('IMAGE_')) return undefined;
      throw error;
    }
  }
}
