import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';

/* Bound once: in test sandboxes a look-up on the global object for every sample would dominate the time. */
const { sqrt } = Math;

/** Pairs of residuals, each in units of its own standard deviation. */
export interface LeastSquaresProblem {
  readonly parameters: number;
  /** Pairs of residuals. */
  readonly observations: number;
  /**
   * The problem at one place: fills the residual pair of an observation and, row by row, its 2 × parameters derivatives.
   * False where the model has no answer there.
   */
  linearise(
    at: Float64Array,
  ): (observation: number, residual: Float64Array, jacobian: Float64Array) => boolean;
  /** Independent normal beliefs about single parameters. */
  readonly priors?: readonly Prior[];
}

export interface Prior {
  readonly parameter: number;
  readonly mean: number;
  readonly deviation: number;
}

export interface LeastSquaresFit {
  readonly at: Float64Array;
  readonly cost: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Length of a residual pair beyond which its influence stays constant (Huber). */
export const HUBER = 2;
const MAX_ITERATIONS = 100;
const MAX_DAMPING = 1e12;
/* Relative change of the cost at which the fit ends: parameters are then within 0.001 of their standard deviations. */
const MIN_GAIN = 1e-10;

interface Accumulated {
  readonly cost: number;
  readonly normal: Matrix;
  readonly gradient: Matrix;
}

/** Minimises Huber's cost of the residual pairs plus the priors; undefined where the start has no cost. */
export function levenbergMarquardt(
  problem: LeastSquaresProblem,
  start: ArrayLike<number>,
): LeastSquaresFit | undefined {
  let at = Float64Array.from(start);
  let here = accumulate(problem, at);
  if (here === undefined) return undefined;
  let damping = 1e-2;
  for (let iteration = 1; iteration <= MAX_ITERATIONS; iteration++) {
    const step = solveDamped(here, damping);
    /* At the optimum only rounding decides whether a step helps, so a step without predicted gain is not tried. */
    if (step && promisedGain(here, step, damping) <= MIN_GAIN * here.cost)
      return { at, cost: here.cost, iterations: iteration, converged: true };
    const next = step && at.map((value, i) => value + step.get(i, 0));
    const there = next && accumulate(problem, next);
    if (!there || !(there.cost <= here.cost)) {
      damping *= 11;
      if (damping > MAX_DAMPING) return { at, cost: here.cost, iterations: iteration, converged: true };
      continue;
    }
    const gain = here.cost - there.cost;
    [at, here, damping] = [next, there, Math.max(damping / 9, 1e-12)];
    if (gain <= MIN_GAIN * here.cost || here.cost < 1e-22 * problem.observations)
      return { at, cost: here.cost, iterations: iteration, converged: true };
  }
  return { at, cost: here.cost, iterations: MAX_ITERATIONS, converged: false };
}

function solveDamped({ normal, gradient }: Accumulated, damping: number): Matrix | undefined {
  const damped = normal.clone();
  for (let i = 0; i < damped.rows; i++) damped.set(i, i, damped.get(i, i) * (1 + damping) || damping);
  const cholesky = new CholeskyDecomposition(damped);
  return cholesky.isPositiveDefinite() ? cholesky.solve(gradient) : undefined;
}

/** Predicted decrease of the cost for a step, by its quadratic model: ½ δᵀ(g + λ diag(JᵀWJ) δ). */
function promisedGain({ normal, gradient }: Accumulated, step: Matrix, damping: number): number {
  let gain = 0;
  for (let i = 0; i < step.rows; i++) {
    const by = step.get(i, 0);
    gain += (by * (gradient.get(i, 0) + damping * normal.get(i, i) * by)) / 2;
  }
  return gain;
}

/** Cost, JᵀWJ and −JᵀWr, priors included. */
function accumulate(problem: LeastSquaresProblem, at: Float64Array): Accumulated | undefined {
  const { parameters, observations, priors = [] } = problem;
  const normal = new Float64Array(parameters * parameters);
  const gradient = new Float64Array(parameters);
  const residual = new Float64Array(2);
  const jacobian = new Float64Array(2 * parameters);
  const evaluate = problem.linearise(at);
  let cost = 0;
  for (let i = 0; i < observations; i++) {
    if (!evaluate(i, residual, jacobian)) return undefined;
    const size = sqrt(residual[0]! ** 2 + residual[1]! ** 2);
    const weight = size <= HUBER ? 1 : HUBER / size;
    cost += size <= HUBER ? size ** 2 / 2 : HUBER * (size - HUBER / 2);
    addOuterProducts(normal, gradient, residual, jacobian, weight, parameters);
  }
  for (const { parameter, mean, deviation } of priors) {
    const pull = (at[parameter]! - mean) / deviation;
    cost += pull ** 2 / 2;
    normal[parameter * parameters + parameter]! += 1 / deviation ** 2;
    gradient[parameter]! -= pull / deviation;
  }
  if (!Number.isFinite(cost)) return undefined;
  return {
    cost,
    normal: Matrix.from1DArray(parameters, parameters, symmetric(normal, parameters)),
    gradient: Matrix.columnVector(gradient),
  };
}

function addOuterProducts(
  normal: Float64Array,
  gradient: Float64Array,
  residual: Float64Array,
  jacobian: Float64Array,
  weight: number,
  parameters: number,
): void {
  for (let row = 0; row < 2; row++) {
    const offset = row * parameters;
    for (let j = 0; j < parameters; j++) {
      const weighted = weight * jacobian[offset + j]!;
      gradient[j]! -= weighted * residual[row]!;
      for (let k = 0; k <= j; k++) normal[j * parameters + k]! += weighted * jacobian[offset + k]!;
    }
  }
}

function symmetric(lower: Float64Array, size: number): Float64Array {
  for (let j = 0; j < size; j++) for (let k = 0; k < j; k++) lower[k * size + j] = lower[j * size + k]!;
  return lower;
}

/** What the observations alone say about the parameters at one place: JᵀJ without weights and without priors. */
export function information(problem: LeastSquaresProblem, at: Float64Array): Matrix {
  const { parameters, observations } = problem;
  const normal = new Float64Array(parameters * parameters);
  const unused = new Float64Array(parameters);
  const residual = new Float64Array(2);
  const jacobian = new Float64Array(2 * parameters);
  const evaluate = problem.linearise(at);
  for (let i = 0; i < observations; i++)
    if (evaluate(i, residual, jacobian)) addOuterProducts(normal, unused, residual, jacobian, 1, parameters);
  return Matrix.from1DArray(parameters, parameters, symmetric(normal, parameters));
}

/** Lengths of all residual pairs at one place, in the order of the observations. */
export function residualsAt(problem: LeastSquaresProblem, at: Float64Array): [number, number][] {
  const residual = new Float64Array(2);
  const jacobian = new Float64Array(2 * problem.parameters);
  const evaluate = problem.linearise(at);
  return Array.from({ length: problem.observations }, (_, i) => {
    evaluate(i, residual, jacobian);
    return [residual[0]!, residual[1]!];
  });
}

/**
 * Smallest over largest singular value of the scaled Jacobian; 0 where some direction of the parameters changes
 * nothing.
 */
export function conditioning(information: Matrix, scales: readonly number[]): number {
  const scaled = information.clone();
  for (let i = 0; i < scaled.rows; i++)
    for (let j = 0; j < scaled.columns; j++) scaled.set(i, j, scaled.get(i, j) * scales[i]! * scales[j]!);
  const eigenvalues = new EigenvalueDecomposition(scaled, { assumeSymmetric: true }).realEigenvalues;
  return Math.sqrt(Math.max(Math.min(...eigenvalues), 0) / Math.max(...eigenvalues));
}
