import { length, normalise } from '../vectors/vector.js';
import type { GazeMeasurement, RejectionReason } from './sample.js';

export interface UsableLimits {
  /** How far the eye may be from the camera. */
  readonly nearestMm: number;
  readonly farthestMm: number;
  readonly leastConfidence: number;
}

const usableLimits: UsableLimits = { nearestMm: 200, farthestMm: 1500, leastConfidence: 0.3 };

/* A gaze vector whose length is off by rounding is normalised; more is a client's mistake. */
const UNIT_TOLERANCE = 0.01;
const MIN_TOWARDS_CAMERA = 0.1;

/** Returns why a single measurement is unusable on its own; undefined when it is usable. */
export function unusableBecause(
  { gaze, originMm, features, confidence, blink }: GazeMeasurement,
  limits = usableLimits,
): RejectionReason | undefined {
  if (![...gaze, ...originMm, ...(features ?? []), confidence ?? 1].every(Number.isFinite))
    return 'NOT_FINITE';
  const norm = length(gaze);
  if (Math.abs(norm - 1) > UNIT_TOLERANCE) return 'GAZE_NOT_UNIT';
  if (-gaze[2] / norm < MIN_TOWARDS_CAMERA) return 'LOOKING_AWAY';
  const distance = length(originMm);
  if (distance < limits.nearestMm || distance > limits.farthestMm) return 'ORIGIN_OUT_OF_RANGE';
  if (blink) return 'BLINK';
  if ((confidence ?? 1) < limits.leastConfidence) return 'LOW_CONFIDENCE';
  return undefined;
}

export const withUnitGaze = <T extends GazeMeasurement>(measurement: T): T => ({
  ...measurement,
  gaze: normalise(measurement.gaze),
});
