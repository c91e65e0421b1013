import { inverse, Matrix, solve } from 'ml-matrix';
import { conditioning } from '../fitting/levenberg-marquardt.js';
import { refusal, type Refusal } from '../refusals/refusal.js';
import { average, variance } from '../samples/statistics.js';
import { featureRows, type FeatureRow, type Features, featuresOf } from './features.js';
import type { FitInput, FittedModel, Model } from './model.js';
import { featureNoiseOf } from './noise.js';

type Terms = (features: Features) => number[];
const affineTerms: Terms = ([u, v]) => [1, u, v];
const quadraticTerms: Terms = ([u, v]) => [1, u, v, u * u, u * v, v * v];

const MIN_CONDITIONING = 1e-4;
const ridges = [0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];

/** Centre and spread of the features; the ridge then weighs all terms alike. */
interface Standard {
  readonly centre: Features;
  readonly spread: Features;
}

/* Parameters: the coefficients of x, those of y, then centre and spread of the features (constants of the fit). */
function polynomialModel(
  kind: 'F1' | 'F3',
  terms: Terms,
  names: readonly string[],
  leastTargets: number,
): Model {
  const count = names.length;
  return {
    parameterNames: [...names.map((name) => `x_${name}`), ...names.map((name) => `y_${name}`)],
    leastTargets,
    noiseIn: 'features',
    projector: ({ parameters, features }) => {
      const standard = standardFrom(parameters.slice(2 * count));
      return (measurement) => {
        const read = featuresOf(measurement, features);
        if (!read) return undefined;
        const values = terms(standardise(read, standard));
        const sum = (offset: number): number =>
          values.reduce((total, value, i) => total + value * parameters[offset + i]!, 0);
        return { x: sum(0), y: sum(count) };
      };
    },
    fit(input): FittedModel | Refusal {
      const rows = featureRows(input);
      const standard = standardOf(rows);
      const design = new Matrix(rows.map(({ features }) => terms(standardise(features, standard))));
      const normal = design.transpose().mmul(design);
      if (!(conditioning(normal, new Array<number>(count).fill(1)) > MIN_CONDITIONING))
        return refusal('NOT_IDENTIFIABLE', 'The features do not follow the targets.');
      const wanted = new Matrix(rows.map(({ screenMm: { x, y } }) => [x, y]));
      const ridge = kind === 'F1' ? 0 : bestRidge(design, wanted);
      const inverted = inverse(penalised(normal, ridge * rows.length));
      const coefficients = inverted.mmul(design.transpose()).mmul(wanted);
      const residuals = Matrix.sub(wanted, design.mmul(coefficients));
      const fitted = [...coefficients.getColumn(0), ...coefficients.getColumn(1)];
      const parameters = [...fitted, ...standard.centre, ...standard.spread];
      const noise = featureNoiseOf(input.targets, (sample) => featuresOf(sample, input.features)!);
      return {
        kind,
        parameters,
        covariance: covarianceOf(
          inverted,
          residuals,
          expectedVariance(input, noise, standard, fitted, count),
        ),
        noise,
        features: input.features,
      };
    },
  };
}

function standardOf(rows: readonly FeatureRow[]): Standard {
  const column = (axis: 0 | 1) => rows.map(({ features }) => features[axis]);
  const spread = (axis: 0 | 1) => Math.sqrt(variance(column(axis))) || 1;
  return { centre: [average(column(0)), average(column(1))], spread: [spread(0), spread(1)] };
}

const standardFrom = ([u, v, su, sv]: readonly number[]): Standard => ({
  centre: [u!, v!],
  spread: [su!, sv!],
});

const standardise = ([u, v]: Features, { centre, spread }: Standard): Features => [
  (u - centre[0]) / spread[0],
  (v - centre[1]) / spread[1],
];

/** Ridge on every term but the constant. */
function penalised(normal: Matrix, ridge: number): Matrix {
  const result = normal.clone();
  for (let i = 1; i < result.rows; i++) result.set(i, i, result.get(i, i) + ridge);
  return result;
}

/** The ridge with the least error on targets left out, by the hat matrix rather than by fitting again. */
function bestRidge(design: Matrix, wanted: Matrix): number {
  const normal = design.transpose().mmul(design);
  const errorOf = (ridge: number): number => {
    const hat = design.mmul(solve(penalised(normal, ridge * design.rows), design.transpose()));
    const residuals = Matrix.sub(wanted, hat.mmul(wanted));
    let sum = 0;
    for (let i = 0; i < design.rows; i++) {
      const left = Math.max(1 - hat.get(i, i), 1e-9);
      sum += (residuals.get(i, 0) / left) ** 2 + (residuals.get(i, 1) / left) ** 2;
    }
    return sum;
  };
  return ridges.map((ridge) => ({ ridge, error: errorOf(ridge) })).sort((a, b) => a.error - b.error)[0]!
    .ridge;
}

/** Square millimetres per row expected from the noise of a target's samples, by the linear terms. */
function expectedVariance(
  { targets }: FitInput,
  noise: readonly [number, number],
  { spread }: Standard,
  fitted: readonly number[],
  count: number,
): readonly [number, number] {
  const perTarget = average(targets.map(({ kept }) => 1 / kept.length));
  const along = (offset: number): number =>
    perTarget *
    ((fitted[offset + 1]! * (noise[0] / spread[0])) ** 2 +
      (fitted[offset + 2]! * (noise[1] / spread[1])) ** 2);
  return [along(0), along(count)];
}

/** Covariance of the coefficients of x and y, which share the design matrix and are independent otherwise. */
function covarianceOf(inverted: Matrix, residuals: Matrix, expected: readonly [number, number]): number[][] {
  const size = inverted.rows;
  const freedom = Math.max(residuals.rows - size, 1);
  const result = Matrix.zeros(2 * size, 2 * size);
  for (const axis of [0, 1] as const) {
    const squares = residuals.getColumn(axis).reduce((sum, value) => sum + value ** 2, 0);
    const spread = Matrix.mul(inverted, Math.max(squares / freedom, expected[axis]));
    result.setSubMatrix(spread, axis * size, axis * size);
  }
  return result.to2DArray();
}

export const affineModel = polynomialModel('F1', affineTerms, ['constant', 'u', 'v'], 3);
export const quadraticModel = polynomialModel(
  'F3',
  quadraticTerms,
  ['constant', 'u', 'v', 'uu', 'uv', 'vv'],
  7,
);
