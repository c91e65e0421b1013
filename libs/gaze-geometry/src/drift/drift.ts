import { type GazeAngles, degrees, radians } from '../angles/gaze-angle.js';
import type { Calibration } from '../calibrations/calibration.js';
import { corrected } from '../calibrations/map-gaze.js';
import { frameOfModel, projectorOf } from '../models/index.js';
import { gate } from '../samples/gate.js';
import type { GazeSample } from '../samples/sample.js';
import { average, median, robustDeviation } from '../samples/statistics.js';
import { errorOf } from '../selection/target-errors.js';

/** Offset of the answers at known targets some time after the calibration. */
export interface DriftCheck {
  readonly validSamples: number;
  /** Median error, degrees to the user's right and down; null without valid samples. */
  readonly offsetDeg: { readonly x: number; readonly y: number } | null;
  readonly driftDeg: number | null;
  /** Beyond that it counts as drift. */
  readonly limitDeg: number;
  readonly drifted: boolean;
  /** To be added to measured angles from now on; null where none is advisable. Replaces an earlier correction. */
  readonly correction: GazeAngles | null;
  readonly refused: 'NO_USABLE_SAMPLES' | 'TOO_LARGE' | 'NOT_FOR_FEATURES' | null;
}

const LEAST_LIMIT_DEG = 2;
const LIMIT_PER_ACCURACY = 1.5;
const MOST_CORRECTION_DEG = 5;
/** How far calibrations drift, standard deviation per axis: what a correction is weighed against its own noise with. */
const USUAL_DRIFT_DEG = 2;

/** `validatedAccuracyDeg` is the mean accuracy of the last validation, where there was one. */
export function checkDrift(
  calibration: Calibration,
  samples: readonly GazeSample[],
  validatedAccuracyDeg?: number,
): DriftCheck {
  const { screen, model, driftCorrection: before } = calibration;
  const project = projectorOf(model);
  const frame = frameOfModel(model, screen);
  const kept = gate(screen, samples).flatMap((target) => target.kept);
  const errors = kept.flatMap(
    (sample) => errorOf(screen, frame, project, corrected(sample, calibration)) ?? [],
  );
  const limitDeg = Math.max(LEAST_LIMIT_DEG, LIMIT_PER_ACCURACY * (validatedAccuracyDeg ?? 0));
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
  if (driftDeg > MOST_CORRECTION_DEG) return { ...known, correction: null, refused: 'TOO_LARGE' };
  /* Errors are measured on the far side of the model's gain; the correction is added before it. */
  const [gainYaw = 0, gainPitch = 0] = model.parameters.slice(8);
  const pitch = average(kept.map(({ gaze }) => Math.asin(gaze[1])));
  const share = (values: readonly number[], axis: 0 | 1): number => {
    /* Few samples may agree by chance; the calibration knows the noise. */
    const deviation = Math.max(robustDeviation(values), model.noise[axis]);
    const usual = radians(USUAL_DRIFT_DEG) ** 2 * values.length;
    return usual / (usual + deviation ** 2);
  };
  return {
    ...known,
    refused: null,
    correction: {
      yawRad: (before?.yawRad ?? 0) + (share(right, 0) * median(right)) / Math.cos(pitch) / (1 + gainYaw),
      pitchRad: (before?.pitchRad ?? 0) - (share(down, 1) * median(down)) / (1 + gainPitch),
    },
  };
}
