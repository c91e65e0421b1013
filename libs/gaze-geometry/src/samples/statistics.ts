const { abs } = Math;

/** Median; NaN of nothing. The average of the middle two of an even count. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Standard deviation from the median absolute deviation, as of a normal distribution. */
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
