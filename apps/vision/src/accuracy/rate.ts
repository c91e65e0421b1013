/**
 * How far a rate rests on measurement: read from the curve; beyond its end, so that the true rate lies `below` or `above` the value; or
 * `extrapolated` by the model of galleries to sizes that were not measured.
 */
export type Reach = 'measured' | 'below' | 'above' | 'extrapolated';

/** A share of comparisons or searches, 0 to 1, with its 95 % interval. */
export interface Rate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly reach: Reach;
}
