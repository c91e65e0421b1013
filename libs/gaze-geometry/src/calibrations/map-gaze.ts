import { anglesOf, vectorOf } from '../angles/gaze-angle.js';
import { models, projectorOf } from '../models/index.js';
import type { GazeMeasurement, RejectionReason } from '../samples/sample.js';
import { unusableBecause, withUnitGaze } from '../samples/usable.js';
import { type Point, pxOfMm } from '../screens/screen.js';
import type { Calibration } from './calibration.js';
import { type ErrorEllipse, errorEllipseMeter } from './error-ellipse.js';
import { headIsInRange } from './head-range.js';

export type MapReason = RejectionReason | 'NO_CROSSING' | 'FEATURES_MISSING' | 'HEAD_OUT_OF_RANGE';

/** Where a person looks. The point is present whenever it can be computed; `valid` says whether to trust it. */
export interface MappedGaze {
  readonly px: Point | undefined;
  readonly mm: Point | undefined;
  readonly errorEllipse: ErrorEllipse | undefined;
  readonly valid: boolean;
  readonly reason: MapReason | undefined;
}

const nowhere = (reason: MapReason): MappedGaze => ({
  px: undefined,
  mm: undefined,
  errorEllipse: undefined,
  valid: false,
  reason,
});

/** Curried: the model is prepared once for many measurements. */
export function gazeMapper(calibration: Calibration): (measurement: GazeMeasurement) => MappedGaze {
  const { screen, model, head } = calibration;
  const project = projectorOf(model);
  const errorEllipseOf = errorEllipseMeter(model, screen);
  const readsFeatures = models[model.kind].noiseIn === 'features';
  return (raw) => {
    const reason = unusableBecause(raw);
    if (reason !== undefined && reason !== 'BLINK' && reason !== 'LOW_CONFIDENCE') return nowhere(reason);
    if (readsFeatures && model.features === 'measured' && !raw.features) return nowhere('FEATURES_MISSING');
    const measurement = corrected(withUnitGaze(raw), calibration);
    const mm = project(measurement);
    if (!mm) return nowhere('NO_CROSSING');
    const doubt =
      reason ?? (headIsInRange(head, measurement.originMm, readsFeatures) ? undefined : 'HEAD_OUT_OF_RANGE');
    return {
      mm,
      px: pxOfMm(screen, mm),
      errorEllipse: errorEllipseOf(measurement),
      valid: doubt === undefined,
      reason: doubt,
    };
  };
}

/** With the drift correction applied; features of gaze follow the corrected angles. */
export function corrected<T extends GazeMeasurement>(measurement: T, { driftCorrection }: Calibration): T {
  if (!driftCorrection) return measurement;
  const { yawRad, pitchRad } = anglesOf(measurement.gaze);
  return {
    ...measurement,
    gaze: vectorOf({
      yawRad: yawRad + driftCorrection.yawRad,
      pitchRad: pitchRad + driftCorrection.pitchRad,
    }),
  };
}
