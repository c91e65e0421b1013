import { add, angleBetweenRad, length, normalise, scale, subtract } from '@argus/gaze-geometry';
import type { EyeGaze } from './eyeball.js';

export interface GazeEvidence {
  /** 0 to 1. */
  readonly meshScore: number;
  /** Between the seen face and the mean face in its pose. */
  readonly residualMm: number;
  /** Height over width of the eyes. */
  readonly openness: number;
  readonly irisWidthPx: number;
  readonly gazes: readonly [EyeGaze, EyeGaze];
}

const DEGREE = Math.PI / 180;
/** Eyes that differ by this much from looking at one point do not measure one gaze. */
const DISAGREEMENT = 15 * DEGREE;
/** Where two eyes' lines of sight are taken to meet; what else the distance is changes the angle by a degree or two. */
const TARGET_DISTANCE_MM = 600;
const TYPICAL_RESIDUAL_MM = 2;
const ENOUGH_IRIS_PX = 10;
const [CLOSED, OPEN] = [0.12, 0.22];

/**
 * 0 to 1, for ordering and gating samples, not a probability: the product of how surely it is a face, how well the head
 * fits, how far the eyes are open, how many pixels the iris has and how much both eyes agree.
 */
export function confidenceOf({ meshScore, residualMm, openness, irisWidthPx, gazes }: GazeEvidence): number {
  const fit = Math.exp(-((Math.max(0, residualMm - TYPICAL_RESIDUAL_MM) / 3) ** 2));
  const open = clamp((openness - CLOSED) / (OPEN - CLOSED));
  const sharp = clamp(irisWidthPx / ENOUGH_IRIS_PX);
  const agreement = Math.exp(-((disagreement(gazes) / DISAGREEMENT) ** 2));
  return clamp(meshScore * fit * open * sharp * agreement);
}

/** Mean angle between an eye's gaze and the direction to the point that both together look at. */
function disagreement([right, left]: readonly [EyeGaze, EyeGaze]): number {
  const middle = normalise(add(right.direction, left.direction));
  const centre = scale(add(right.centre, left.centre), 0.5);
  const target = add(centre, scale(middle, TARGET_DISTANCE_MM));
  const apart = (eye: EyeGaze) => angleBetweenRad(eye.direction, subtract(target, eye.centre));
  return length(middle) > 0 ? (apart(right) + apart(left)) / 2 : Infinity;
}

const clamp = (value: number): number => Math.min(Math.max(value, 0), 1);
