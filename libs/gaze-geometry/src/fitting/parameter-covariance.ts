import { inverse, type Matrix } from 'ml-matrix';
import { median } from '../samples/statistics.js';
import { HUBER, type Prior } from './levenberg-marquardt.js';

/**
 * Variance of one residual as Huber's estimate spreads it over the parameters: (Σψ²/dof) / (mean ψ′)², for pairs. 1 for
 * normal residuals of unit variance, apart from the estimator's small loss.
 */
export function varianceFactor(pairs: readonly (readonly [number, number])[], parameters: number): number {
  let influence = 0;
  let slope = 0;
  for (const [x, y] of pairs) {
    const size = Math.hypot(x, y);
    influence += Math.min(size, HUBER) ** 2;
    slope += size <= HUBER ? 1 : HUBER / (2 * size);
  }
  const freedom = Math.max(2 * pairs.length - parameters, 1);
  return influence / freedom / (slope / pairs.length) ** 2;
}

/**
 * How many independent samples a recording is worth: residuals of consecutive samples of a target are correlated, and the
 * part of the error that belongs to the target does not average out.
 */
export function effectiveShare(pairsByTarget: readonly (readonly (readonly [number, number])[])[]): number {
  let products = 0;
  let squares = 0;
  let count = 0;
  for (const pairs of pairsByTarget)
    for (let i = 1; i < pairs.length; i++) {
      const [a, b] = [pairs[i - 1]!, pairs[i]!];
      products += a[0] * b[0] + a[1] * b[1];
      squares += (a[0] ** 2 + a[1] ** 2 + b[0] ** 2 + b[1] ** 2) / 2;
      count++;
    }
  if (count === 0 || squares === 0) return 1;
  /* A correlation within two standard errors of zero counts as zero. */
  const correlation = products / squares;
  if (correlation < 2 / Math.sqrt(2 * count)) return 1;
  const samples = pairsByTarget.reduce((sum, { length }) => sum + length, 0);
  return Math.max((1 - correlation) / (1 + correlation), pairsByTarget.length / samples);
}

/** Covariance of the parameters: (JᵀJ / variance + priors)⁻¹. */
export function parameterCovariance(
  information: Matrix,
  variance: number,
  priors: readonly Prior[] = [],
): number[][] {
  const precision = information.clone().div(Math.max(variance, 1e-12));
  for (const { parameter, deviation } of priors)
    precision.set(parameter, parameter, precision.get(parameter, parameter) + 1 / deviation ** 2);
  return inverse(precision).to2DArray();
}

/** Ratio of the residuals to their stated noise, by median length; at least 1. */
export function excessNoise(pairs: readonly (readonly [number, number])[]): number {
  const MEDIAN_LENGTH_OF_UNIT_PAIRS = 1.1774;
  return Math.max(1, median(pairs.map(([x, y]) => Math.hypot(x, y))) / MEDIAN_LENGTH_OF_UNIT_PAIRS);
}
