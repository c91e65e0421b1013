import type { LogisticCurve } from '../accuracy/fit-logistic.js';

/*
 * Measured by tools/bench/vision-calibration.ts with descriptor model dlib-resnet-mesh@1 on the labelled photographs that the
 * development packages carry: 59 genuine pairs (55 of them frames of one man) and 1023 impostor pairs.
 *
 *   similarity      genuine: lowest 0.943, 5 % below 0.954, median 0.972
 *                   impostor: median 0.825, 99 % below 0.905, highest 0.934
 *
 *   threshold       0.91     0.92     0.93     0.937    0.95     0.96
 *   TAR             100 %    100 %    100 %    100 %    98.3 %   81.4 %
 *   FAR             0.68 %   0.39 %   0.10 %   0        0        0
 *
 * So few people show no more than that: no false accept among 1023 pairs means a rate below 0.3 % with 95 % confidence.
 * An operator with own photographs should measure again.
 */

/** Least similarity at which two faces are taken for one person, unless the settings say otherwise. */
export const DEFAULT_THRESHOLD = 0.937;

/** Probability that two faces of this similarity show one person, when both are as likely beforehand. */
export const matchProbability: LogisticCurve = { slope: 95.44, midpoint: 0.9255 };
