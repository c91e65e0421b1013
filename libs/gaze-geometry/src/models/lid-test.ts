import { refusal, type Refusal } from '../refusals/refusal.js';
import type { FittedModel } from './model.js';

/* Of F4: constant, u, v and openness for x, then for y. */
const OPENNESS_IN_Y = 7;
const COEFFICIENTS_PER_AXIS = 4;
/** 99.5 % point of the standard normal distribution. */
const NORMAL_POINT = 2.5758;

/**
 * Refuses F4 unless the lids close significantly where the targets are lower, as they do on people. Without this test, noise of the
 * openness is chosen for one viewer in eighty, who then maps worse.
 */
export function doubtLids({ parameters, covariance }: FittedModel, targets: number): Refusal | undefined {
  const slope = parameters[OPENNESS_IN_Y]!;
  const deviation = Math.sqrt(covariance[OPENNESS_IN_Y]![OPENNESS_IN_Y]!);
  if (-slope > studentPoint(targets - COEFFICIENTS_PER_AXIS) * deviation) return undefined;
  return refusal('LIDS_DO_NOT_FOLLOW', 'The lids do not follow the targets.');
}

/** 99.5 % point of Student's distribution, by the expansion in powers of one over the degrees of freedom. */
export function studentPoint(freedom: number): number {
  const z = NORMAL_POINT;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return terms.reduce((sum, term, i) => sum + term / freedom ** (i + 1), z);
}
