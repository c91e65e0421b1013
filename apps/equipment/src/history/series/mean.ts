interface Summed {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

/** A mean lies between the extremes, which the rounding of a sum may hide: three times 0.1 is more than 0.3. */
export const meanOf = ({ count, sum, min, max }: Summed): number => Math.min(max, Math.max(min, sum / count));
