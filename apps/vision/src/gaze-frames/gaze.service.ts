import {
  type AnalyseGaze,
  type CallContext,
  type CameraIntrinsics,
  DomainError,
  type GazeAnalysis,
  gazeBatch,
  type GazeFrame,
  type GazeFrameAnalysis,
  type MeasureGaze,
  pictureBytes,
} from '@argus/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { PhotographAnalysis } from '../analysis/photograph-analysis.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { type LaneName, laneOfFrames } from '../pool/lane.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { frameAnalysis, frameRefusal } from './gaze-view.js';

/** Frames of one batch in the pool at once, per worker: they keep it busy and leave room for other calls. */
const FRAMES_PER_WORKER = 8;
const noStages = { descriptor: false, passiveLiveness: false, iris: false };

interface FrameOptions {
  readonly camera: CameraIntrinsics | null;
  readonly landmarks: boolean;
  readonly deadline: number;
  readonly lane: LaneName;
  readonly signal: AbortSignal;
}

/** Measures gaze frame by frame. Frames are not kept after the call. */
@Injectable()
export class GazeService {
  constructor(@Inject(ServiceAnalysisPool) private readonly pool: AnalysisPool) {}

  /**
   * Measures frames that clients send as text. A frame that is not base64 gets an error of its own.
   * Throws what `analyse` throws.
   */
  async measure({ frames, camera }: MeasureGaze, context: CallContext): Promise<GazeAnalysis> {
    const read = frames.map(({ frame_data: text }) => frameOf(text));
    const readable = read.filter((frame) => 'image' in frame);
    const analysis = await this.analyse(
      { frames: readable, camera: camera ?? null, landmarks: false },
      context,
    );
    const measured = analysis.frames.values();
    return {
      ...analysis,
      frames: read.map((frame) => ('image' in frame ? measured.next().value! : frame)),
    };
  }

  /** Throws DomainError GAZE_BATCH_TOO_LARGE, UNAVAILABLE or DEADLINE_EXCEEDED for the whole batch. */
  async analyse(
    { frames, camera = null, landmarks }: AnalyseGaze,
    { deadline, principal }: Pick<CallContext, 'deadline' | 'principal'>,
  ): Promise<GazeAnalysis> {
    const lane = laneOfFrames(principal);
    const bytes = frames.reduce((sum, { image }) => sum + image.byteLength, 0);
    if (bytes > gazeBatch.maxBatchBytes) throw new DomainError('GAZE_BATCH_TOO_LARGE');
    const results: GazeFrameAnalysis[] = [];
    const width = Math.max(this.pool.workers, 1) * FRAMES_PER_WORKER;
    const failed = new AbortController();
    const options = { camera, landmarks, deadline, lane, signal: failed.signal };
    try {
      for (let start = 0; start < frames.length; start += width) {
        const window = frames.slice(start, start + width);
        results.push(...(await Promise.all(window.map((frame) => this.frame(frame, options)))));
      }
    } catch (error) {
      /* Nobody waits for the rest of the batch. */
      failed.abort();
      throw error;
    }
    return {
      frames: results,
      camera_source: camera ? 'given' : 'estimated',
      model: this.pool.gazeModel,
    };
  }

  private async frame({ image }: GazeFrame, options: FrameOptions): Promise<GazeFrameAnalysis> {
    if (image.byteLength > gazeBatch.maxFrameBytes) return frameRefusal('IMAGE_TOO_LARGE');
    const request = {
      photograph: image,
      maxFaces: 1,
      stages: noStages,
      gaze: { camera: options.camera },
    };
    let analysis: PhotographAnalysis;
    try {
      analysis = await this.pool.analyse(request, options.deadline, options.lane, options.signal);
    } catch (error) {
      if (error instanceof DomainError && error.code.startsWith('IMAGE_')) return frameRefusal(error.code);
      throw error;
    }
    return frameAnalysis(analysis, options.landmarks);
  }
}

/** Returns the picture, or the refusal of what is none. */
function frameOf(text: string): GazeFrame | GazeFrameAnalysis {
  try {
    return { image: pictureBytes(text) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return frameRefusal(error.code, error.details.reason);
  }
}
