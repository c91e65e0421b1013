import {
  type BatchFrame,
  calibrationLimits,
  type CalibrationTarget,
  DomainError,
  type FrameBatch,
  type FrameBatchResult,
  type FrameBody,
  type FrameResult,
  type GazeFrameAnalysis,
  type GazeSamples,
  invalid,
  pictureBytes,
  type SavedSamples,
  type StartCalibration,
  type StartedCalibration,
  type UploadFrame,
} from '@argus/contracts';
import { calibrationLayouts, type Point, type Screen, validationLayout } from '@argus/gaze-geometry';
import { mapInChunks } from '@argus/service-kit';
import type { Owner } from '../owner.js';
import { Inject, Injectable } from '@nestjs/common';
import { type CalibrationSettings, calibrationSettings } from '../calibration.settings.js';
import { newSampleOf } from '../sessions/gaze-samples.js';
import { SampleService } from '../sessions/sample.service.js';
import type { NewSample } from '../sessions/sample.store.js';
import { fractionOf } from '../sessions/target-position.js';
import { ScreenStore } from '../screens/screen.store.js';
import { screenForFit, screenView } from '../screens/screen.view.js';
import type { Session } from '../sessions/session.entity.js';
import { SessionService } from '../sessions/session.service.js';
import { SessionStore } from '../sessions/session.store.js';
import { frameResult, measurementOf } from './frame.view.js';
import { GazeAnalyser } from './gaze-analyser.service.js';

/* The value of the documented configuration. */
const TARGET_DISPLAY_SECONDS = 2;

interface DecodedFrame extends Omit<BatchFrame, 'frame_data'> {
  /** What is wrong with a text that is no picture. */
  readonly image: Uint8Array | string;
}

/** Adds frames and samples to open sessions. */
@Injectable()
export class FrameService {
  constructor(
    private readonly sessions: SessionService,
    private readonly sessionStore: SessionStore,
    private readonly screens: ScreenStore,
    private readonly samples: SampleService,
    private readonly analyser: GazeAnalyser,
    @Inject(calibrationSettings.token) private readonly settings: CalibrationSettings,
  ) {}

  async start(
    owner: Owner,
    { session_id, candidate_id, targets }: StartCalibration,
  ): Promise<StartedCalibration> {
    await this.sessions.findForCandidate(owner, session_id, candidate_id);
    const screen = await this.screens.find(owner.name, candidate_id);
    if (!screen) throw new DomainError('SCREEN_INFO_MISSING');
    const size = ([4, 5, 9, 13] as const).find((each) => each >= targets) ?? 13;
    await this.sessionStore.change(session_id, { targets: size });
    return {
      session_id,
      candidate_id,
      status: 'ready',
      screen_info: screenView(screen),
      calibration_config: {
        target_display_time: TARGET_DISPLAY_SECONDS,
        max_frames_per_target: this.settings.CALIBRATION_MAX_FRAMES_PER_TARGET,
        targets: calibrationLayouts[size].map(numbered),
        validation_targets: validationLayout.map(numbered),
      },
    };
  }

  async frame(owner: Owner, body: FrameBody): Promise<FrameResult> {
    const { frame_data, camera, ...rest } = body;
    const frame = { ...rest, image: imageOf(frame_data) };
    const [result] = await this.measure(owner, body, [frame], { landmarks: true, camera });
    return result!;
  }

  async upload(owner: Owner, body: UploadFrame): Promise<FrameResult> {
    const { target_x: x, target_y: y, frame: image, ...rest } = body;
    const frame = { ...rest, target_position: { x, y }, image };
    const [result] = await this.measure(owner, body, [frame]);
    return result!;
  }

  async batch(owner: Owner, { frames, camera, ...ids }: FrameBatch): Promise<FrameBatchResult> {
    const decoded = await mapInChunks(frames, ({ frame_data, ...rest }) => ({
      ...rest,
      image: imageOf(frame_data),
    }));
    const results = await this.measure(owner, ids, decoded, { camera });
    return {
      batch_size: frames.length,
      successful_frames: results.filter(({ success }) => success).length,
      results,
    };
  }

  async addSamples(owner: Owner, { session_id, candidate_id, samples }: GazeSamples): Promise<SavedSamples> {
    await this.sessions.findOpen(owner, session_id, candidate_id);
    const screen = await this.screenOf(owner, candidate_id);
    const total = await this.samples.add(
      session_id,
      samples.map((sample) => newSampleOf(sample, fractionOf(sample.target_position, screen))),
    );
    return { session_id, received: samples.length, total };
  }

  /** Measures frames and stores the numbers. Returns one result per frame. Stores nothing if vision is unavailable. */
  private async measure(
    owner: Owner,
    { session_id: sessionId, candidate_id: candidateId }: Pick<FrameBatch, 'session_id' | 'candidate_id'>,
    frames: readonly DecodedFrame[],
    {
      landmarks = false,
      camera,
    }: { readonly landmarks?: boolean; readonly camera?: FrameBatch['camera'] } = {},
  ): Promise<FrameResult[]> {
    const session = await this.sessions.findOpen(owner, sessionId, candidateId);
    const saved = await this.screens.find(owner.name, candidateId);
    const screen = saved ? screenForFit(saved) : undefined;
    if (frames.length === 1) checkIndex(session, frames[0]!);
    checkSize(frames);
    const arrivedAtMs = Date.now();
    const readable = frames.filter(
      (frame) => typeof frame.image !== 'string' && refusalOf(session, frame) === undefined,
    );
    const analyses = await this.analyser.analyse(
      readable.map(({ image }) => image as Uint8Array),
      { landmarks, camera: camera ?? saved?.camera ?? null },
    );
    const cameraSource = camera ? 'request' : saved?.camera ? 'screen' : 'estimated';
    const byFrame = new Map(readable.map((frame, i) => [frame, analyses[i]!]));

    const newSamples: NewSample[] = [];
    const results = frames.map((frame): FrameResult => {
      const refused = refusalOf(session, frame);
      if (refused) return { success: false, error: refused, frame_index: frame.frame_index };
      const timeMs = frame.timestamp?.ms ?? arrivedAtMs;
      /* A single frame was taken about when it arrived; frames of a batch were not. */
      const timed = frame.timestamp != null || frames.length === 1;
      const target = fractionOf(frame.target_position, screen);
      const analysis = byFrame.get(frame) ?? unreadable(frame.image as string);
      newSamples.push(sampleOf(frame, target, { timeMs, timed }, analysis));
      return frameResult(analysis, {
        frameIndex: frame.frame_index,
        targetIndex: frame.target_index,
        target: frame.target_position,
        timeMs,
        cameraSource,
      });
    });
    if (newSamples.length > 0) await this.samples.add(sessionId, newSamples);
    return results;
  }

  private async screenOf(owner: Owner, candidateId: string): Promise<Screen | undefined> {
    const screen = await this.screens.find(owner.name, candidateId);
    return screen ? screenForFit(screen) : undefined;
  }
}

const numbered = (position: Point, index: number): CalibrationTarget => ({ index, position });

const unreadable = (reason: string): GazeFrameAnalysis => ({
  error: 'IMAGE_NOT_BASE64',
  message: `Invalid image data: ${reason}`,
  width_px: null,
  height_px: null,
  faces_detected: 0,
  face: null,
});

/** Returns the picture, or what is wrong with the text. */
function imageOf(text: string): Uint8Array | string {
  try {
    return pictureBytes(text);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return String(error.details.reason);
  }
}

function sampleOf(
  frame: DecodedFrame,
  target: { readonly x: number; readonly y: number },
  { timeMs, timed }: Pick<NewSample, 'timeMs' | 'timed'>,
  { face, error }: GazeFrameAnalysis,
): NewSample {
  return {
    kind: 'frame',
    targetX: target.x,
    targetY: target.y,
    sequence: frame.frame_index,
    targetIndex: frame.target_index,
    timeMs,
    timed,
    error: face ? null : (error ?? 'NO_FACE'),
    measurement: face && measurementOf(face),
  };
}

/** Returns why a frame of a batch is refused, or undefined. */
function refusalOf({ candidateId, targets }: Session, frame: DecodedFrame): string | undefined {
  if (frame.candidate_id !== undefined && frame.candidate_id !== candidateId) return 'Candidate ID mismatch';
  if (frame.target_index >= targets) return `target_index must be below ${targets}`;
  return undefined;
}

function checkIndex({ targets }: Session, { target_index: index }: DecodedFrame): void {
  if (index >= targets) throw invalid('target_index', 'too_large', { max: targets - 1 });
}

function checkSize(frames: readonly DecodedFrame[]): void {
  const sizes = frames.map(({ image }) => (typeof image === 'string' ? 0 : image.byteLength));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.some((size) => size > calibrationLimits.maxFrameBytes) || total > calibrationLimits.maxBatchBytes)
    throw new DomainError('FRAMES_TOO_LARGE');
}
