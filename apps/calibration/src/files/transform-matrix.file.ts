import {
  type CalibrationResult,
  fitHomTransform,
  homTransformRows,
  mmOfFraction,
  type Vector3,
} from '@argus/gaze-geometry';
import type { NumpyArray } from './numpy.file.js';

/**
 * The matrices of HomTransform. Its frame G of gaze has x as the camera, y up and z towards the screen; a gaze g of G meets
 * the screen at `S = R (μ g) + t`, millimetres, with R = diag(−1, −1, 1) and μ = −t_z / g_z.
 *
 * Not a number, all of it but the targets, where these do not determine it: a recording for a map of features may have no gaze.
 *
 * STransG is `[R t; 0 1]`; StG are the translations that bring each target's mean gaze onto the target; SetValues are the
 * targets. One eye that does not move: its mean place during the calibration.
 */
export interface TransformMatrix {
  readonly STransG: NumpyArray;
  readonly StG: NumpyArray;
  readonly SetValues: NumpyArray;
}

/** Gaze in the frame of HomTransform. */
export const homTransformGaze = ([x, y, z]: Vector3): Vector3 => [x, -y, -z];

export function transformMatrix({ input, calibration }: CalibrationResult): TransformMatrix {
  const rows = homTransformRows(input, calibration.head.centreMm);
  const { tx, ty, distance } = fitHomTransform(rows) ?? { tx: NaN, ty: NaN, distance: NaN };
  const count = rows.length;
  const translations = rows.map(({ u, v, x, y }) => [x - distance * u, y - distance * v, -distance]);
  const targets = input.targets.map(({ target }) => mmOfFraction(input.screen, target));
  return {
    STransG: { shape: [4, 4], values: [-1, 0, 0, tx, 0, -1, 0, ty, 0, 0, 1, -distance, 0, 0, 0, 1] },
    StG: { shape: [count, 3, 1], values: translations.flat() },
    SetValues: { shape: [count, 3, 1], values: targets.flatMap(({ x, y }) => [x, y, 0]) },
  };
}
