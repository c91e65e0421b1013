import { add, angleBetweenRad, length, normalise, scale, subtract } from '@argus/gaze-geometry';
import type { EyeGaze } from './eyeball.js';

export interface GazeEvidence {
  /** 0 to 1. */
  readonly meshScore: number;
  /** Root mean square distance between the seen face and the mean face in its pose. */
  readonly residualMm: number;
  /** Height divided by width of the eyes. */
  readonly openness: number;
  readonly irisWidthPx: number;
  readonly gazes: readonly [EyeGaze, EyeGaze];
}

const DEGREE = Math.PI / 180;
/** Scale in radians: eyes that diverge this much from a common target do not measure one gaze. */
const DISAGREEMENT_RAD = 15 * DEGREE;
/** Assumed distance at which the lines of sight meet. Another distance changes the angle by a degree or two. */
const TARGET_DISTANCE_MM = 600;
const TYPICAL_RESIDUAL_MM = 2;
const SHARP_IRIS_PX = 10;
const [CLOSED, OPEN] = [0.12, 0.22];

/**
 * Returns 0 to 1, for ordering and filtering samples; it is not a probability. It is a product of five factors: mesh score,
 * fit of the head, openness of the eyes, pixels of the iris and agreement of both eyes.
 */
export function confidenceOf({ meshScore, residualMm, openness, irisWidthPx, gazes }: GazeEvidence): number {
  const fit = Math.exp(-((Math.max(0, residualMm - TYPICAL_RESIDUAL_MM) / 3) ** 2));
  const open = clamp((openness - CLOSED) / (OPEN - CLOSED));
  const sharp = clamp(irisWidthPx / SHARP_IRIS_PX);
  const agreement = Math.exp(-((disagreement(gazes) / DISAGREEMENT_RAD) ** 2));
  return clamp(meshScore * fit * open * sharp * agreement);
}

/** Returns the mean angle in radians between each eye's gaze and the direction to the common target. */
function disagreement([right, left]: readonly [EyeGaze, EyeGaze]): number {
  const middle = normalise(add(right.direction, left.direction));
  const centre = scale(add(right.centre, left.centre), 0.5);
  const target = add(centre, scale(middle, TARGET_DISTANCE_MM));
  const errorRad = (eye: EyeGaze) => angleBetweenRad(eye.direction, subtract(target, eye.centre));
  return length(middle) > 0 ? (errorRad(right) + errorRad(left)) / 2 : Infinity;
}

const clamp = (value: number): number => Math.min(Math.max(value, 0), 1);
