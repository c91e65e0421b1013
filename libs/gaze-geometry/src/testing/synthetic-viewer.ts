import { anglesOf, type GazeAngles, radians, vectorOf } from '../angles/gaze-angle.js';
import type { GazeSample } from '../samples/sample.js';
import { mmOfFraction, type Point, type Screen } from '../screens/screen.js';
import { frameOf, pointInCamera, type ScreenPose } from '../screens/screen-pose.js';
import { add, subtract, type Vector3 } from '../vectors/vector.js';
import { Random } from './random.js';

/** Somebody who looks at targets, with everything known that a real measurement leaves open. */
export interface SyntheticViewer {
  readonly screen: Screen;
  readonly pose: ScreenPose;
  readonly eyeMm: Vector3;
  /** Standard deviation of the head's place from target to target. */
  readonly headMovementMm: number;
  /** Of single samples, per axis. */
  readonly noiseDeg: number;
  /** What the measurement makes of the true angles: times the gain, plus the bias. */
  readonly gain?: readonly [yaw: number, pitch: number];
  readonly biasDeg?: readonly [yaw: number, pitch: number];
  /** Share of the time spent in blinks of 200 ms, during which the measured pitch falls by 15°. */
  readonly blinkShare?: number;
  /** Whether blinks show in the openness, or only in the angles. */
  readonly opennessMeasured?: boolean;
}

const SAMPLE_INTERVAL_MS = 33;
const BLINK_DEG = 15;
const BLINK_SAMPLES = 6;

export interface RecordingOptions {
  readonly targets: readonly Point[];
  readonly samplesPerTarget: number;
  /** Place of the eyes against the viewer's own, millimetres. */
  readonly shiftMm?: Vector3;
}

/** Without noise. */
export function measuredAngles(
  { gain: [gainYaw, gainPitch] = [1, 1], biasDeg: [biasYaw, biasPitch] = [0, 0] }: SyntheticViewer,
  { yawRad, pitchRad }: GazeAngles,
): GazeAngles {
  return { yawRad: gainYaw * yawRad + radians(biasYaw), pitchRad: gainPitch * pitchRad + radians(biasPitch) };
}

/**
 * What a perfect pinhole camera and a noisy gaze estimator would have recorded. Blinks have random numbers of their own, so
 * that a recording with them differs from one without in nothing else.
 */
export function record(
  viewer: SyntheticViewer,
  { targets, samplesPerTarget, shiftMm = [0, 0, 0] }: RecordingOptions,
  random: Random,
  blinks = new Random(1),
): GazeSample[] {
  const frame = frameOf(viewer.pose);
  const noiseRad = radians(viewer.noiseDeg);
  let timeMs = 0;
  return targets.flatMap((target) => {
    timeMs += 1000;
    const wander = [0, 0, 0].map(() => random.normal() * viewer.headMovementMm) as unknown as Vector3;
    const originMm = add(add(viewer.eyeMm, shiftMm), wander);
    const point = pointInCamera(frame, mmOfFraction(viewer.screen, target));
    const measured = measuredAngles(viewer, anglesOf(subtract(point, originMm)));
    let closedFor = 0;
    return Array.from({ length: samplesPerTarget }, (): GazeSample => {
      timeMs += SAMPLE_INTERVAL_MS;
      const share = viewer.blinkShare ?? 0;
      if (closedFor > 0) closedFor--;
      else if (blinks.unit() < share / (BLINK_SAMPLES * (1 - share))) closedFor = BLINK_SAMPLES;
      const closed = closedFor > 0;
      const gaze = vectorOf({
        yawRad: measured.yawRad + (noiseRad * random.normal()) / Math.cos(measured.pitchRad),
        pitchRad: measured.pitchRad + noiseRad * random.normal() + (closed ? radians(BLINK_DEG) : 0),
      });
      return {
        timeMs,
        target,
        gaze,
        originMm,
        ...(viewer.opennessMeasured && { eyeOpenness: closed ? 0.08 : 0.3 }),
      };
    });
  });
}
