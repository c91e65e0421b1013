import type { AccuracyCurve, CurveOrigin, CurvePoint, IdentificationModel } from './accuracy-curve.js';
import type { Comparisons } from './comparisons.js';
import { fitLogistic, type LogisticCurve } from './fit-logistic.js';
import { ScoreHistogram, thresholdOf } from './score-histogram.js';
import type { Estimate, VerificationAccuracy } from './verification-accuracy.js';

const MAX_RATE = 1e-2;
const POINTS_PER_DECADE = 6;
/** Rates that rest on fewer pairs are not stated. */
export const MIN_FALSE_MATCHES = 10;

/** Returns the thresholds of a curve: for false match rates in equal steps of their logarithm, as low as the pairs reach. */
export function curveThresholds(
  { errors }: Pick<VerificationAccuracy, 'errors'>,
  { impostors }: Pick<Comparisons, 'impostors'>,
): number[] {
  const decades = Math.log10((MAX_RATE * impostors.total) / MIN_FALSE_MATCHES);
  if (!(decades >= 0)) return [];
  const steps = Math.floor(decades * POINTS_PER_DECADE);
  const rates = Array.from({ length: steps + 1 }, (_, i) => MAX_RATE * 10 ** (-i / POINTS_PER_DECADE));
  return [...new Set(rates.map((rate) => errors.thresholdFor(rate)))];
}

export interface CurveParts {
  readonly id: string;
  readonly model: string;
  readonly origin: CurveOrigin;
  readonly comparisons: Comparisons;
  readonly accuracy: VerificationAccuracy;
  /** Probes compared with the mean of several rows of their person. */
  readonly meansOfRows: readonly {
    readonly rowsPerPerson: number;
    readonly accuracy: VerificationAccuracy;
  }[];
  readonly identification: IdentificationModel;
}

/** Builds the table of error rates from what was measured. */
export function buildCurve(parts: CurveParts): AccuracyCurve {
  const { id, model, origin, comparisons, accuracy, meansOfRows, identification } = parts;
  const thresholds = curveThresholds(accuracy, comparisons);
  const falseMatches = thresholds.map((threshold) => point(threshold, accuracy.falseMatchRate(threshold)));
  return {
    id,
    model,
    origin,
    falseMatches,
    falseNonMatches: [{ rowsPerPerson: 1, accuracy }, ...meansOfRows].map(
      ({ rowsPerPerson, accuracy: own }) => ({
        rowsPerPerson,
        points: thresholds.map((threshold) => point(threshold, own.falseNonMatchRate(threshold))),
      }),
    ),
    identification,
    probability: matchCurve(comparisons),
  };
}

/** Between the thresholds of these false match rates both kinds of pairs occur often enough to be counted. */
const FITTED_RATES = { from: 2e-2, to: 1e-5 };

/** With fewer genuine pairs among impostor pairs all scores are fitted. */
const MIN_GENUINE_BESIDE = 20;

/**
 * Fits the probability of a match for equal priors, where genuine and impostor pairs occur side by side. Outside there are few but
 * wrong labels, which would flatten the curve.
 */
export function matchCurve({
  genuine,
  impostors,
}: Pick<Comparisons, 'genuine' | 'impostors'>): LogisticCurve {
  const histogram = new ScoreHistogram();
  for (const score of genuine.scores) histogram.add(score);
  const reached = impostors.fromAbove();
  const thresholdFor = (rate: number) =>
    thresholdOf(reached.findIndex((count) => count <= rate * impostors.total));
  const range = { from: thresholdFor(FITTED_RATES.from), to: thresholdFor(FITTED_RATES.to) };
  const beside = genuine.scores.filter((score) => score >= range.from && score <= range.to).length;
  const { slope, midpoint } = fitLogistic(
    histogram.entries(),
    impostors.entries(),
    ...(beside < MIN_GENUINE_BESIDE ? [] : [range]),
  );
  return { slope: rounded(slope), midpoint: rounded(midpoint) };
}

const point = (threshold: number, { value, low, high }: Estimate): CurvePoint => ({
  threshold,
  rate: rounded(value),
  low: rounded(low),
  high: rounded(high),
});

/** Four digits: the measurement has no more. */
const rounded = (value: number): number => Number(value.toPrecision(4));
