import { inverse, Matrix, solve } from 'ml-matrix';
import { conditioning } from '../fitting/levenberg-marquardt.js';
import { refusal, type Refusal } from '../refusals/refusal.js';
import type { GazeMeasurement } from '../samples/sample.js';
import { average, variance } from '../samples/statistics.js';
import { mmOfFraction } from '../screens/screen.js';
import { type Features, featuresOf } from './features.js';
import { type FitInput, type FittedModel, keptSamples, type Model } from './model.js';
import { doubtLids } from './lid-test.js';
import { deviationWithin, featureNoiseOf } from './noise.js';

/** What a polynomial reads of a measurement: the features, and how open the eyes are where the polynomial has lids. */
type Inputs = readonly number[];
type Terms = (inputs: Inputs) => number[];
const linearTerms: Terms = (inputs) => [1, ...inputs];
const quadraticTerms: Terms = ([u = 0, v = 0]) => [1, u, v, u * u, u * v, v * v];

const MIN_CONDITIONING = 1e-4;
const MIN_OPENNESS_NOISE = 1e-9;
const ridges = [0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];

interface Row {
  readonly inputs: Inputs;
  readonly screenMm: readonly [number, number];
}

/** Centre and spread of the inputs; the ridge then weighs all terms alike. */
interface Standard {
  readonly centre: Inputs;
  readonly spread: Inputs;
}

/**
 * Parameters: the coefficients of x, those of y, then centre and spread of the inputs (constants of the fit). With lids, at last the
 * openness expected at given features.
 */
function polynomialModel(
  kind: 'F1' | 'F3' | 'F4',
  terms: Terms,
  names: readonly string[],
  leastTargets: number,
): Model {
  const count = names.length;
  const lids = kind === 'F4';
  const width = lids ? 3 : 2;
  return {
    parameterNames: [...names.map((name) => `x_${name}`), ...names.map((name) => `y_${name}`)],
    leastTargets,
    noiseIn: 'features',
    projector: ({ parameters, features }) => {
      const constants = parameters.slice(2 * count);
      const standard = { centre: constants.slice(0, width), spread: constants.slice(width, 2 * width) };
      const expected = constants.slice(2 * width);
      return (measurement) => {
        const read = featuresOf(measurement, features);
        if (!read) return undefined;
        const inputs = lids ? [...read, opennessOf(measurement) ?? expectedAt(expected, read)] : read;
        const values = terms(standardise(inputs, standard));
        const sum = (offset: number): number =>
          values.reduce((total, value, i) => total + value * parameters[offset + i]!, 0);
        return { x: sum(0), y: sum(count) };
      };
    },
    ...(lids && { doubt: doubtLids }),
    fit(input): FittedModel | Refusal {
      if (lids && !keptSamples(input.targets).every((sample) => opennessOf(sample) !== undefined))
        return refusal('OPENNESS_MISSING', 'Not all samples tell how open the eyes are.');
      const inputsOf = (sample: GazeMeasurement): Inputs => {
        const read = featuresOf(sample, input.features)!;
        return lids ? [...read, sample.eyeOpenness!] : read;
      };
      const rows = rowsOf(input, inputsOf);
      const standard = standardOf(rows);
      const design = new Matrix(rows.map(({ inputs }) => terms(standardise(inputs, standard))));
      const normal = design.transpose().mmul(design);
      if (!(conditioning(normal, new Array<number>(count).fill(1)) > MIN_CONDITIONING))
        return refusal('NOT_IDENTIFIABLE', 'The features do not follow the targets.');
      const wanted = new Matrix(rows.map(({ screenMm }) => [...screenMm]));
      const ridge = kind === 'F3' ? bestRidge(design, wanted) : 0;
      const inverted = inverse(penalised(normal, ridge * rows.length));
      const coefficients = inverted.mmul(design.transpose()).mmul(wanted);
      const residuals = Matrix.sub(wanted, design.mmul(coefficients));
      const fitted = [...coefficients.getColumn(0), ...coefficients.getColumn(1)];
      const noise = featureNoiseOf(input.targets, (sample) => featuresOf(sample, input.features)!);
      const lidNoise = lids
        ? [deviationWithin(input.targets, ({ eyeOpenness }) => eyeOpenness!, MIN_OPENNESS_NOISE)]
        : [];
      const all = [noise[0], noise[1], ...lidNoise] as const;
      return {
        kind,
        parameters: [
          ...fitted,
          ...standard.centre,
          ...standard.spread,
          ...(lids ? expectedOpenness(rows) : []),
        ],
        covariance: covarianceOf(inverted, residuals, expectedVariance(input, all, standard, fitted, count)),
        noise: all as unknown as FittedModel['noise'],
        features: input.features,
      };
    },
  };
}

const opennessOf = ({ eyeOpenness }: GazeMeasurement): number | undefined =>
  eyeOpenness !== undefined && Number.isFinite(eyeOpenness) ? eyeOpenness : undefined;

/** One row per target, the mean of its samples. A fit to single samples would shrink the answers by their noise. */
function rowsOf({ screen, targets }: FitInput, inputsOf: (sample: GazeMeasurement) => Inputs): Row[] {
  return targets.map(({ target, kept }) => {
    const all = kept.map(inputsOf);
    const { x, y } = mmOfFraction(screen, target);
    return {
      inputs: all[0]!.map((_, i) => average(all.map((inputs) => inputs[i]!))),
      screenMm: [x, y],
    };
  });
}

/**
 * Coefficients of the openness that the features let expect. Put in where a measurement has none, it makes the answers those of F1,
 * because the shorter of two linear fits is the longer one with the missing input replaced by its own linear fit.
 */
function expectedOpenness(rows: readonly Row[]): number[] {
  const design = new Matrix(rows.map(({ inputs: [u, v] }) => [1, u!, v!]));
  const wanted = Matrix.columnVector(rows.map(({ inputs }) => inputs[2]!));
  return solve(design, wanted).to1DArray();
}

const expectedAt = ([constant = 0, byU = 0, byV = 0]: Inputs, [u, v]: Features): number =>
  constant + byU * u + byV * v;

function standardOf(rows: readonly Row[]): Standard {
  const axes = rows[0]!.inputs.map((_, i) => rows.map(({ inputs }) => inputs[i]!));
  return { centre: axes.map(average), spread: axes.map((values) => Math.sqrt(variance(values)) || 1) };
}

const standardise = (inputs: Inputs, { centre, spread }: Standard): Inputs =>
  inputs.map((value, i) => (value - centre[i]!) / spread[i]!);

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
  noise: readonly number[],
  { spread }: Standard,
  fitted: readonly number[],
  count: number,
): readonly [number, number] {
  const perTarget = average(targets.map(({ kept }) => 1 / kept.length));
  const along = (offset: number): number =>
    perTarget *
    noise.reduce((sum, deviation, i) => sum + (fitted[offset + 1 + i]! * (deviation / spread[i]!)) ** 2, 0);
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

const linearNames = ['constant', 'u', 'v'];

export const affineModel = polynomialModel('F1', linearTerms, linearNames, 3);
/** F4: F1 and the lids, which follow the eye up and down. */
export const lidModel = polynomialModel('F4', linearTerms, [...linearNames, 'openness'], 6);
export const quadraticModel = polynomialModel('F3', quadraticTerms, [...linearNames, 'uu', 'uv', 'vv'], 7);
