import type { LogisticCurve } from '../accuracy/fit-logistic.js';

/*
 * Measured with descriptor model sface@2021dec-int8bq on photographs of the press (Labeled Faces in the Wild, 3 357 people) that
 * are no part of this project: 12 774 genuine and 43 million impostor pairs.
 *
 *   threshold                      0.367    0.423    0.473    0.528
 *   false match rate (FMR)         1e-3     1e-4     1e-5     1e-6
 *   false non-match rate (FNMR)    0.7 %    1.3 %    2.8 %    7.1 %
 *
 * With 1 658 people enrolled by one photograph, 1 % of strangers get a name at 0.481.
 */

/** Minimum similarity at which two faces count as the same person; default of VISION_SIMILARITY_THRESHOLD. */
export const DEFAULT_THRESHOLD = 0.423;

/** Probability that two faces are the same person, if both cases are equally likely beforehand. */
export const matchProbability: LogisticCurve = { slope: 41.6, midpoint: 0.3476 };
