import {
  type CalibrationResult,
  fitHomTransform,
  homTransformRows,
  mmOfFraction,
  type Vector3,
} from '@argus/gaze-geometry';
import type { NumpyArray } from './numpy.file.js';

/**
 * The matrices of HomTransform. In its gaze frame G, x points as in the camera's frame, y up and z towards the screen.
 * A gaze g in G meets the screen at `S = R (μ g) + t`, in millimetres, with R = diag(−1, −1, 1) and μ = −t_z / g_z.
 *
 * STransG is `[R t; 0 1]`. StG holds, per target, the translation that brings its mean gaze onto it. SetValues holds the
 * targets. The model assumes a single eye that stays at its mean position during the calibration.
 *
 * STransG and StG hold NaN if the recorded gaze does not determine them. A recording for a map of features may have no gaze.
 */
export interface TransformMatrix {
  readonly STransG: NumpyArray;
  readonly StG: NumpyArray;
  readonly SetValues: NumpyArray;
}

/** Converts gaze from the camera's frame to the frame of HomTransform. */
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
