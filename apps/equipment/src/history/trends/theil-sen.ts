import { varianceInflation } from './serial-correlation.js';
import { studentT } from './student-t.js';

export interface Estimate {
  readonly value: number;
  /** Ends of the 95 % interval. */
  readonly low: number;
  readonly high: number;
}

/** A straight line through noisy values: `level` at `centre`, `slope` per unit of x. */
export interface TrendLine {
  readonly centre: number;
  readonly level: Estimate;
  readonly slope: Estimate;
  /** The effective number of independent values, minus the two parameters of the line. */
  readonly effective: number;
  /** Median distance of the values from the line, times 1.4826: an estimate of the standard deviation of normal noise. */
  readonly scatter: number;
}

/* From fewer, serial correlation cannot be estimated. */
export const MIN_VALUES = 20;
/* For fewer, the interval depends too much on chance. */
const MIN_EFFECTIVE = 6;

/**
 * Fits a line by Theil (1950) and Sen (1968): the median slope of all pairs, with the interval that inverts Kendall's test. Nearly
 * a third of the values may be outliers without moving it far. The variance is inflated for serial correlation, and Student's t
 * of the effective number replaces the normal quantile (Santer et al. 2000). The level has the interval of the sign test,
 * inflated likewise. `x` is ascending. Returns undefined if the values are too few or too correlated: waves of a tenth of the
 * range cannot be told from a trend.
 */
export function theilSen(x: Float64Array, y: Float64Array): TrendLine | undefined {
  const n = x.length;
  if (n < MIN_VALUES) return undefined;
  const slopes = pairwiseSlopes(x, y);
  const slope = medianOf(slopes);
  const centre = x.reduce((sum, each) => sum + each, 0) / n;
  const levels = y.map((each, at) => each - slope * (x[at]! - centre)).sort();
  const level = medianOf(levels);
  const residuals = y.map((each, at) => each - slope * (x[at]! - centre) - level);
  /* The line has two parameters. */
  const effective = n / varianceInflation(residuals) - 2;
  /* The second condition fails if values overflowed. */
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
    scatter: 1.4826 * medianOf(residuals.map(Math.abs).sort()),
  };
}

function pairwiseSlopes(x: Float64Array, y: Float64Array): Float64Array {
  const slopes = new Float64Array((x.length * (x.length - 1)) / 2);
  let next = 0;
  for (let i = 1; i < x.length; i++)
    for (let j = 0; j < i; j++) slopes[next++] = (y[i]! - y[j]!) / (x[i]! - x[j]!);
  return slopes.sort();
}

const medianOf = (sorted: Float64Array): number =>
  (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;

/** Returns the ends of the middle `width` of sorted values, rounded outwards; infinite if there are fewer. */
function inner(sorted: Float64Array, width: number): { low: number; high: number } {
  const below = Math.floor((sorted.length - width) / 2) - 1;
  return { low: sorted[below] ?? -Infinity, high: sorted[sorted.length - 1 - below] ?? Infinity };
}
