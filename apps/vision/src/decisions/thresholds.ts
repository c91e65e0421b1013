import type { AccuracyCurve } from '../accuracy/accuracy-curve.js';
import { thresholdFor } from '../accuracy/error-rates.js';
import { comparisonsIn, type GallerySize } from '../accuracy/identification-model.js';

/** Returns the lowest threshold at which a search names at most that share of strangers. */
export function identificationThreshold(curve: AccuracyCurve, target: number, gallery: GallerySize): number {
  const comparisons = comparisonsIn(curve.identification, gallery);
  return comparisonThreshold(curve, comparisons === 0 ? Infinity : -Math.log1p(-target) / comparisons);
}

/**
 * Returns the lowest threshold of a comparison of two photographs with at most that false match rate. Where the measured curve ends
 * before, its last slope is followed: a higher threshold cannot match more people.
 */
export function comparisonThreshold(curve: AccuracyCurve, target: number): number {
  const { threshold, rate, reached } = thresholdFor(curve, { falseMatchRate: target });
  return reached ? threshold : beyond(curve, threshold, rate.value / target);
}

/**
 * Returns the threshold of one person with so many rows. Each row is a chance to match, so it is that of a gallery of one person, and
 * never below that of a single comparison.
 */
export function verificationThreshold(curve: AccuracyCurve, target: number, rows: number): number {
  const asGallery = identificationThreshold(curve, target, { people: 1, rowsPerPerson: rows });
  return Math.max(asGallery, comparisonThreshold(curve, target));
}

/**
 * Returns the lead over the second best person at which that one is the person with at most this probability, if it is one of the two:
 * the ratio of their likelihoods on the calibrated curve.
 */
export function marginFor(
  { probability: { slope } }: AccuracyCurve,
  secondPersonProbability: number,
): number {
  return Math.log((1 - secondPersonProbability) / secondPersonProbability) / slope;
}

/** Follows the last slope of the curve until the false match rate is `times` lower than at its end. */
function beyond({ falseMatches }: AccuracyCurve, end: number, times: number): number {
  const [before, last] = falseMatches.slice(-2);
  const slope = Math.log(before!.rate / last!.rate) / (last!.threshold - before!.threshold);
  return Math.min(1, end + Math.log(times) / slope);
}
