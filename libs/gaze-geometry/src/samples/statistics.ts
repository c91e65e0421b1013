const { abs } = Math;

/** Median; the mean of the middle two for an even count; NaN for an empty list. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Robust standard deviation: 1.4826 times the median absolute deviation. */
export function robustDeviation(values: readonly number[], centre = median(values)): number {
  return 1.4826 * median(values.map((value) => abs(value - centre)));
}

export const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Population form: divided by the count. */
export function variance(values: readonly number[]): number {
  const centre = average(values);
  return average(values.map((value) => (value - centre) ** 2));
}

export function covariance(a: readonly number[], b: readonly number[]): number {
  const [ca, cb] = [average(a), average(b)];
  return average(a.map((value, i) => (value - ca) * (b[i]! - cb)));
}
