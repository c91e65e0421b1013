import type { LimitSide } from '@argus/contracts';
import type { TrendLine } from './theil-sen.js';

/** When a line reaches a limit, as x values. */
export interface Crossing {
  /** Whether it is beyond the limit at the end of the values. */
  readonly isBeyond: boolean;
  /** Where the line itself reaches the limit; null if not before the horizon. */
  readonly at: number | null;
  /** Ends of the 95 % interval; null means not before the horizon. */
  readonly earliest: number | null;
  readonly latest: number | null;
}

/**
 * The interval holds every x at which the limit lies in the line's confidence band (Fieller's method). Level and slope are
 * estimated independently at the centre, so their errors add as squares. If the slope may be zero or reversed, the interval
 * has no end. If the band does not reach the limit before `horizon`, it has no start either.
 */
export function crossing(
  line: TrendLine,
  limit: number,
  side: LimitSide,
  from: number,
  horizon: number,
): Crossing {
  const { level, slope, centre } = side === 'above' ? line : mirrored(line);
  const goal = side === 'above' ? limit : -limit;
  const missing = (x: number): number => level.value + slope.value * (x - centre) - goal;
  const reach = (x: number, ofLevel: number, ofSlope: number): number =>
    Math.hypot(ofLevel - level.value, (ofSlope - slope.value) * (x - centre));
  const first = (band: (x: number) => number): number | null => firstPositive(band, from, horizon);
  if (missing(from) >= reach(from, level.low, slope.low))
    return { isBeyond: true, at: null, earliest: null, latest: null };
  return {
    isBeyond: false,
    at: slope.value > 0 || missing(from) >= 0 ? first(missing) : null,
    earliest: first((x) => missing(x) + reach(x, level.high, slope.high)),
    latest: slope.low > 0 ? first((x) => missing(x) - reach(x, level.low, slope.low)) : null,
  };
}

const mirrored = ({ level, slope, ...line }: TrendLine): TrendLine => ({
  ...line,
  level: { value: -level.value, low: -level.high, high: -level.low },
  slope: { value: -slope.value, low: -slope.high, high: -slope.low },
});

/**
 * Returns where a function with at most one change of sign becomes positive, to 2^-50 of the range; null if not before `to`.
 */
function firstPositive(of: (x: number) => number, from: number, to: number): number | null {
  if (!(of(to) >= 0)) return null;
  if (of(from) >= 0) return from;
  let [before, after] = [from, to];
  for (let halvings = 0; halvings < 50; halvings++) {
    const x = (before + after) / 2;
    if (of(x) >= 0) after = x;
    else before = x;
  }
  return after;
}
