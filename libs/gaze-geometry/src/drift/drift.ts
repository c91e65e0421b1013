import { type GazeAngles, degrees, radians } from '../angles/gaze-angle.js';
import type { Calibration } from '../calibrations/calibration.js';
import { corrected } from '../calibrations/map-gaze.js';
import { projectorOf } from '../models/index.js';
import { gate } from '../samples/gate.js';
import type { GazeSample } from '../samples/sample.js';
import { median, robustDeviation } from '../samples/statistics.js';
import { errorMeter } from '../selection/target-errors.js';
import { correctionOf, slopeOf } from './drift-correction.js';

/** Offset of the answers at known targets some time after the calibration. */
export interface DriftCheck {
  readonly validSamples: number;
  /** Median error as the measured eye sees it, degrees to the user's right and down; null without valid samples. */
  readonly offsetDeg: { readonly x: number; readonly y: number } | null;
  readonly driftDeg: number | null;
  /** Beyond that it counts as drift. */
  readonly limitDeg: number;
  readonly drifted: boolean;
  /** To be added to measured angles from now on; null where none is advisable. Replaces an earlier correction. */
  readonly correction: GazeAngles | null;
  readonly refused: 'NO_USABLE_SAMPLES' | 'TOO_LARGE' | 'NOT_FOR_FEATURES' | null;
}

const MIN_LIMIT_DEG = 2;
const LIMIT_PER_ACCURACY = 1.5;
/** Limit for one correction, and for all corrections since the calibration together. */
const MAX_CORRECTION_DEG = 5;
/** How far calibrations usually drift, standard deviation per axis; a correction is shrunk against its noise with it. */
const USUAL_DRIFT_DEG = 2;

/** `validatedAccuracyDeg` is the mean accuracy of the last validation, where there was one. */
export function checkDrift(
  calibration: Calibration,
  samples: readonly GazeSample[],
  validatedAccuracyDeg?: number,
): DriftCheck {
  const { screen, model, driftCorrection: before = { yawRad: 0, pitchRad: 0 } } = calibration;
  const errorOf = errorMeter(screen, projectorOf(model));
  const kept = gate(screen, samples)
    .flatMap((target) => target.kept)
    .map((sample) => corrected(sample, calibration));
  const errors = kept.flatMap((sample) => errorOf(sample) ?? []);
  const limitDeg = Math.max(MIN_LIMIT_DEG, LIMIT_PER_ACCURACY * (validatedAccuracyDeg ?? 0));
  if (errors.length === 0)
    return {
      validSamples: 0,
      offsetDeg: null,
      driftDeg: null,
      limitDeg,
      drifted: false,
      correction: null,
      refused: 'NO_USABLE_SAMPLES',
    };
  const right = errors.map(({ rightRad }) => rightRad);
  const down = errors.map(({ downRad }) => downRad);
  const offset = { x: degrees(median(right)), y: degrees(median(down)) };
  const driftDeg = Math.hypot(offset.x, offset.y);
  const known = {
    validSamples: errors.length,
    offsetDeg: offset,
    driftDeg,
    limitDeg,
    drifted: driftDeg > limitDeg,
  };
  if (model.kind.startsWith('F') && model.features === 'measured')
    return { ...known, correction: null, refused: 'NOT_FOR_FEATURES' };
  const slope = slopeOf(errorOf, kept);
  const by = correctionOf(slope, [
    median(right) * trustedShare(right, model.noise[0]),
    median(down) * trustedShare(down, model.noise[1]),
  ]);
  const correction = by && { yawRad: before.yawRad + by.yawRad, pitchRad: before.pitchRad + by.pitchRad };
  const totalDeg = correction && degrees(Math.hypot(correction.yawRad, correction.pitchRad));
  if (driftDeg > MAX_CORRECTION_DEG || !(totalDeg! <= MAX_CORRECTION_DEG))
    return { ...known, correction: null, refused: 'TOO_LARGE' };
  return { ...known, refused: null, correction: correction! };
}

/** Share of an offset to correct: a few samples may agree by chance, and the calibration knows the noise. */
function trustedShare(values: readonly number[], noise: number): number {
  const deviation = Math.max(robustDeviation(values), noise);
  const usual = radians(USUAL_DRIFT_DEG) ** 2 * values.length;
  return usual / (usual + deviation ** 2);
}
