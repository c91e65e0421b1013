import { varianceInflation } from './serial-correlation.js';
import { studentT } from './student-t.js';

export interface Estimate {
  readonly value: number;
  /** Ends of the interval of 95 %. */
  readonly low: number;
  readonly high: number;
}

/** A straight line through noisy values: `level` at `centre`, `slope` per unit of x. */
export interface TrendLine {
  readonly centre: number;
  readonly level: Estimate;
  readonly slope: Estimate;
  /** As many independent values, beyond the two of the line, would tell as much. */
  readonly effective: number;
  /** Median distance of the values from the line, times 1.4826: their standard deviation, were they normal. */
  readonly scatter: number;
}

/* Fewer say nothing about how the values hang together. */
export const MIN_VALUES = 20;
/* Fewer independent ones leave the interval at the mercy of chance. */
const MIN_EFFECTIVE = 6;

/**
 * Theil (1950) and Sen (1968): the median of the slopes of all pairs, with the interval that inverts Kendall's test. Nearly a
 * third of the values may be wild without moving it far. Its variance is inflated for serial correlation, and the normal
 * quantile replaced by Student's t of the effective number (Santer et al. 2000). The level has the interval of the sign test,
 * inflated likewise. Undefined where the values are too few or hang together too much: noise with waves as long as a tenth of
 * the range cannot be told from a trend. x is in ascending order.
 */
export function theilSen(x: Float64Array, y: Float64Array): TrendLine | undefined {
  const n = x.length;
  if (n < MIN_VALUES) return undefined;
  const slopes = pairwiseSlopes(x, y);
  const slope = middle(slopes);
  const centre = x.reduce((sum, each) => sum + each, 0) / n;
  const levels = y.map((each, at) => each - slope * (x[at]! - centre)).sort();
  const level = middle(levels);
  const residuals = y.map((each, at) => each - slope * (x[at]! - centre) - level);
  /* Two went into the line. */
  const effective = n / varianceInflation(residuals) - 2;
  /* Nor of values that are too large to reckon with. */
  if (!(effective >= MIN_EFFECTIVE) || !Number.isFinite(slope + level)) return undefined;
  const inflation = n / effective;
  const t = studentT(effective);
  const ofS = t * Math.sqrt((inflation * n * (n - 1) * (2 * n + 5)) / 18);
  const ofSigns = t * Math.sqrt(inflation * n);
  return {
    centre,
    level: { value: level, ...inner(levels, ofSigns) },
    slope: { value: slope, ...inner(slopes, ofS) },
    effective,
    scatter: 1.4826 * middle(residuals.map(Math.abs).sort()),
  };
}

function pairwiseSlopes(x: Float64Array, y: Float64Array): Float64Array {
  const slopes = new Float64Array((x.length * (x.length - 1)) / 2);
  let next = 0;
  for (let i = 1; i < x.length; i++)
    for (let j = 0; j < i; j++) slopes[next++] = (y[i]! - y[j]!) / (x[i]! - x[j]!);
  return slopes.sort();
}

/** Of sorted values. */
const middle = (sorted: Float64Array): number =>
  (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;

/** The middle `width` of sorted values, rounded outwards; infinite where there are not so many. */
function inner(sorted: Float64Array, width: number): { low: number; high: number } {
  const below = Math.floor((sorted.length - width) / 2) - 1;
  return { low: sorted[below] ?? -Infinity, high: sorted[sorted.length - 1 - below] ?? Infinity };
}
