import type { AccuracyCurve, CurvePoint } from './accuracy-curve.js';
import { probability as logisticProbability } from './fit-logistic.js';
import { comparisonsIn, predictedRate, type GallerySize } from './identification-model.js';
import type { Rate } from './rate.js';

/** A threshold for a target. `reached` is false if the curve ends before the target; `rate` is what the threshold has. */
export interface ChosenThreshold {
  readonly threshold: number;
  readonly rate: Rate;
  readonly reached: boolean;
}

/** Share of comparisons of two people that reach the threshold. */
export function falseMatchRate({ falseMatches }: AccuracyCurve, threshold: number): Rate {
  return rateAt(falseMatches, threshold, logInterpolation);
}

/**
 * Share of probes that stay below the threshold with their own person. More rows than measured are read as the most that were,
 * so the rate is never understated.
 */
export function falseNonMatchRate(
  { falseNonMatches }: AccuracyCurve,
  threshold: number,
  rowsPerPerson = 1,
): Rate {
  const curve =
    falseNonMatches.findLast((each) => each.rowsPerPerson <= rowsPerPerson) ?? falseNonMatches[0]!;
  return rateAt(curve.points, threshold, linearInterpolation);
}

/** Returns the lowest threshold at which the curve's false match rate is at most the target. */
export function thresholdFor(
  curve: AccuracyCurve,
  { falseMatchRate: target }: { readonly falseMatchRate: number },
): ChosenThreshold {
  const points = curve.falseMatches;
  const next = points.findIndex(({ rate }) => rate <= target);
  if (next === -1) return chosen(curve, points.at(-1)!.threshold, false);
  if (next === 0) return chosen(curve, points[0]!.threshold, true);
  const [before, after] = [points[next - 1]!, points[next]!];
  const share = Math.log(before.rate / target) / Math.log(before.rate / after.rate);
  return chosen(curve, before.threshold + share * (after.threshold - before.threshold), true);
}

const chosen = (curve: AccuracyCurve, threshold: number, reached: boolean): ChosenThreshold => ({
  threshold,
  rate: falseMatchRate(curve, threshold),
  reached,
});

/** Share of searches by strangers that name somebody. */
export function falsePositiveIdentificationRate(
  curve: AccuracyCurve,
  threshold: number,
  gallery: GallerySize,
): Rate {
  const { low, high } = curve.identification.misfit;
  const single = falseMatchRate(curve, threshold);
  const predicted = (rate: number) => predictedRate(curve.identification, rate, gallery);
  return {
    value: predicted(single.value),
    low: predicted(single.low * low),
    high: predicted(single.high * high),
    reach: single.reach === 'measured' && isBeyond(curve, gallery) ? 'extrapolated' : single.reach,
  };
}

/** Returns the lowest threshold at which the predicted false positive identification rate is at most the target. */
export function thresholdForIdentification(
  curve: AccuracyCurve,
  target: GallerySize & { readonly falsePositiveIdentificationRate: number },
): ChosenThreshold {
  const comparisons = comparisonsIn(curve.identification, target);
  const single = -Math.log1p(-target.falsePositiveIdentificationRate) / comparisons;
  const { threshold, reached } = thresholdFor(curve, { falseMatchRate: single });
  return { threshold, reached, rate: falsePositiveIdentificationRate(curve, threshold, target) };
}

/** Probability that two faces are the same person, if both cases are equally likely beforehand. */
export function probability(curve: AccuracyCurve, similarity: number): number {
  return logisticProbability(curve.probability, similarity);
}

/** True if no gallery was observed that has as many people, or as many rows of each. */
function isBeyond({ identification: { observed } }: AccuracyCurve, gallery: GallerySize): boolean {
  return (
    observed.every(({ people }) => people < gallery.people) ||
    observed.every(({ rowsPerPerson }) => rowsPerPerson < gallery.rowsPerPerson)
  );
}

type Interpolation = (one: number, other: number, share: number) => number;
const linearInterpolation: Interpolation = (one, other, share) => one + share * (other - one);
/* An interval's lower end may be 0, which has no logarithm. */
const logInterpolation: Interpolation = (one, other, share) =>
  Math.min(one, other) > 0
    ? Math.exp(linearInterpolation(Math.log(one), Math.log(other), share))
    : linearInterpolation(one, other, share);

/** Reads the curve between its points. Beyond its ends the rate of the end stands, and `reach` says so. */
function rateAt(points: readonly CurvePoint[], threshold: number, between: Interpolation): Rate {
  const [first, last] = [points[0]!, points.at(-1)!];
  const descends = first.rate > last.rate;
  if (threshold < first.threshold) return endOf(first, descends ? 'above' : 'below');
  if (threshold > last.threshold) return endOf(last, descends ? 'below' : 'above');
  const next = Math.max(
    points.findIndex((point) => point.threshold >= threshold),
    1,
  );
  const [before, after] = [points[next - 1]!, points[next] ?? last];
  const width = after.threshold - before.threshold;
  const share = width === 0 ? 1 : (threshold - before.threshold) / width;
  return {
    value: between(before.rate, after.rate, share),
    low: between(before.low, after.low, share),
    high: between(before.high, after.high, share),
    reach: 'measured',
  };
}

/** Only one end of the interval holds beyond the curve; the other is the most that is possible. */
const endOf = ({ rate, low, high }: CurvePoint, reach: 'below' | 'above'): Rate => ({
  value: rate,
  low: reach === 'below' ? 0 : low,
  high: reach === 'above' ? 1 : high,
  reach,
});
