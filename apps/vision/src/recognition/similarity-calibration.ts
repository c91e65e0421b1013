import type { LogisticCurve } from '../accuracy/fit-logistic.js';

/*
 * Measured by tools/bench/vision-calibration.ts with descriptor model dlib-resnet-mesh@1 on the labelled photographs of the
 * development packages. These make 59 genuine pairs (55 of them frames of one man) and 1023 impostor pairs.
 *
 *   similarity      genuine: lowest 0.943, 5 % below 0.954, median 0.972
 *                   impostor: median 0.825, 99 % below 0.905, highest 0.934
 *
 *   threshold       0.91     0.92     0.93     0.937    0.95     0.96
 *   TAR             100 %    100 %    100 %    100 %    98.3 %   81.4 %
 *   FAR             0.68 %   0.39 %   0.10 %   0        0        0
 *
 * The sample is small: no false accept among 1023 pairs means a rate below 0.3 % with 95 % confidence.
 * Operators should measure again with their own photographs.
 */

/** Minimum similarity at which two faces count as the same person; default of VISION_SIMILARITY_THRESHOLD. */
export const DEFAULT_THRESHOLD = 0.937;

/** Probability that two faces are the same person, if both cases are equally likely beforehand. */
export const matchProbability: LogisticCurve = { slope: 95.44, midpoint: 0.9255 };
