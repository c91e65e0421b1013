import {
  calibrationContract,
  calibrationFrameContract,
  calibrationScreenContract,
  calibrationSessionContract,
  type CompletedCalibration,
  DomainError,
  gazeContract,
  type GazeSampleBody,
  type Principal,
  Instant,
} from '@argus/contracts';
import { calibrationLayouts, type GazeSample, nominalPose, type Point } from '@argus/gaze-geometry';
import { Random, record, type SyntheticViewer } from '@argus/gaze-geometry/testing';
import { fake, ServiceReplica } from '@argus/testing/services';
import { calibrationService } from '../index.js';
import { ScriptedVision } from './scripted-vision.js';

export const { operations: sessions } = calibrationSessionContract;
export const { operations: screens } = calibrationScreenContract;
export const { operations: frames } = calibrationFrameContract;
export const { operations: results } = calibrationContract;

export interface Ids {
  readonly session_id: string;
  readonly candidate_id: string;
}

/** A calibration service with its own database, and a simulated person with known gaze before a tilted screen. */
export class CalibrationFixture {
  readonly random = new Random(51);
  readonly screen = {
    widthPx: 1920,
    heightPx: 1080,
    widthMm: 527,
    heightMm: 296,
    sizeSource: 'measured' as const,
    cameraPosition: 'top-center' as const,
    viewingDistanceMm: 600,
  };
  readonly viewer: SyntheticViewer = {
    screen: this.screen,
    pose: { ...nominalPose(this.screen), rotationRad: [0.2, 0, 0] },
    eyeMm: [10, 120, 610],
    headMovementMm: 15,
    noiseDeg: 0.5,
  };
  private count = 0;

  private constructor(
    readonly replica: ServiceReplica,
    readonly vision: ScriptedVision,
  ) {}

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<CalibrationFixture> {
    const vision = new ScriptedVision();
    const fakes = [fake(gazeContract, vision)];
    const replica = await ServiceReplica.start(calibrationService, { settings, fakes });
    return new CalibrationFixture(replica, vision);
  }

  stop(): Promise<void> {
    return this.replica.stop();
  }

  look(targets: readonly Point[], samplesPerTarget = 20): GazeSample[] {
    return record(this.viewer, { targets, samplesPerTarget }, this.random);
  }

  /** Creates a session of a candidate and saves their screen. */
  async begin(principal?: Principal, candidate = `c${++this.count}`): Promise<Ids> {
    const { replica, screen } = this;
    const created = await replica.call(sessions.create, { body: { candidate_id: candidate } }, principal);
    const body = {
      candidate_id: candidate,
      screen_width_px: screen.widthPx,
      screen_height_px: screen.heightPx,
      screen_width_mm: screen.widthMm,
      screen_height_mm: screen.heightMm,
      dpi: 96,
      monitor_name: 'Unknown',
      camera_position: screen.cameraPosition,
      distance_cm: '60',
      collection_method: 'card',
    };
    await replica.call(screens.save, { body }, principal);
    return { session_id: created.session_id, candidate_id: candidate };
  }

  async calibrated(): Promise<{ ids: Ids; completed: CompletedCalibration }> {
    const ids = await this.begin();
    const samples = this.look(calibrationLayouts[9]).map(bodyOf);
    await this.replica.call(frames.samples, { body: { ...ids, samples } });
    return { ids, completed: await this.replica.call(results.complete, { body: ids }) };
  }
}

const startedAtMs = Date.UTC(2026, 10, 22, 9, 0);

export const bodyOf = ({ gaze, originMm, target, timeMs }: GazeSample): GazeSampleBody => ({
  target_position: target,
  timestamp: Instant.ofMs(startedAtMs + timeMs),
  gaze_vector: [...gaze],
  gaze_origin_mm: [...originMm],
});

/** Returns the error code of a refused call. Throws if it succeeds. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  throw new Error('Not refused');
}
