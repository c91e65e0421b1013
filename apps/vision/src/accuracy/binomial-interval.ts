import type { Rate } from './rate.js';

const TAIL = 0.025;

/**
 * Exact 95 % interval of a rate after Clopper and Pearson (1934): `events` among `trials` independent ones. No event among n
 * trials gives an upper end of about 3.7 / n.
 */
export function binomialRate(events: number, trials: number): Rate {
  const low = events === 0 ? 0 : solve((p) => 1 - binomialCdf(events - 1, trials, p), TAIL);
  const high = events === trials ? 1 : solve((p) => -binomialCdf(events, trials, p), -TAIL);
  return { value: trials === 0 ? 0 : events / trials, low, high, reach: 'measured' };
}

/** Finds by bisection where the rising function has the value. */
function solve(rising: (p: number) => number, value: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (rising(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability of at most `events` among `trials`: the regularised incomplete beta function. */
const binomialCdf = (events: number, trials: number, p: number): number =>
  incompleteBeta(1 - p, trials - events, events + 1);

/** Regularised incomplete beta function by Lentz's continued fraction (Numerical Recipes, 6.4). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * fraction(x, a, b)) / a
    : 1 - (front * fraction(1 - x, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-13) break;
  }
  return result;
}

/** Stirling's series; arguments below 10 are raised by the recurrence. */
function logGamma(x: number): number {
  let shift = 0;
  while (x < 10) shift -= Math.log(x++);
  const square = x * x;
  const series = (1 / 12 - (1 / 360 - 1 / (1260 * square)) / square) / x;
  return shift + (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}
