import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import {
  conditioning,
  information,
  type LeastSquaresProblem,
  levenbergMarquardt,
  residualsAt,
} from '../fitting/levenberg-marquardt.js';
import { parameterCovariance } from '../fitting/parameter-covariance.js';
import { refusal } from '../refusals/refusal.js';
import { average } from '../samples/statistics.js';
import type { Point } from '../screens/screen.js';
import { featureRows, type FeatureRow, type Features, featuresOf } from './features.js';
import type { Model } from './model.js';
import { featureNoiseOf } from './noise.js';

const MIN_CONDITIONING = 1e-7;

/** Row-major 3 × 3 with the last entry 1: features to millimetres. */
type Homography = readonly number[];

function applyHomography(h: Homography, [u, v]: Features): Point | undefined {
  const depth = h[6]! * u + h[7]! * v + 1;
  if (!(depth > 1e-6)) return undefined;
  return { x: (h[0]! * u + h[1]! * v + h[2]!) / depth, y: (h[3]! * u + h[4]! * v + h[5]!) / depth };
}

/** Centroid to the origin, mean distance √2 (Hartley): makes the linear problem well conditioned. */
function normaliser(points: readonly Features[]): Matrix {
  const [cx, cy] = [average(points.map(([x]) => x)), average(points.map(([, y]) => y))];
  const size = Math.SQRT2 / (average(points.map(([x, y]) => Math.hypot(x - cx, y - cy))) || 1);
  return new Matrix([
    [size, 0, -size * cx],
    [0, size, -size * cy],
    [0, 0, 1],
  ]);
}

const transform = (m: Matrix, [x, y]: Features): Features => [
  m.get(0, 0) * x + m.get(0, 2),
  m.get(1, 1) * y + m.get(1, 2),
];

/** Direct linear transformation on normalised points; undefined where the points determine none. */
function directHomography(rows: readonly FeatureRow[]): Homography | undefined {
  const [from, to] = [
    normaliser(rows.map(({ features }) => features)),
    normaliser(rows.map(({ screenMm: { x, y } }) => [x, y])),
  ];
  const equations = rows.flatMap(({ features, screenMm }) => {
    const [u, v] = transform(from, features);
    const [x, y] = transform(to, [screenMm.x, screenMm.y]);
    return [
      [u, v, 1, 0, 0, 0, -x * u, -x * v, -x],
      [0, 0, 0, u, v, 1, -y * u, -y * v, -y],
    ];
  });
  /* At least nine rows, so that the decomposition also yields the null vector of four points. */
  while (equations.length < 9) equations.push(new Array<number>(9).fill(0));
  const svd = new SingularValueDecomposition(new Matrix(equations), { autoTranspose: true });
  if (!((svd.diagonal[7] ?? 0) > MIN_CONDITIONING * svd.diagonal[0]!)) return undefined;
  const normalised = Matrix.from1DArray(3, 3, svd.rightSingularVectors.getColumn(8));
  const inverseTo = new Matrix([
    [1 / to.get(0, 0), 0, -to.get(0, 2) / to.get(0, 0)],
    [0, 1 / to.get(1, 1), -to.get(1, 2) / to.get(1, 1)],
    [0, 0, 1],
  ]);
  const h = inverseTo.mmul(normalised).mmul(from);
  const last = h.get(2, 2);
  return Math.abs(last) < 1e-12 ? undefined : h.div(last).to1DArray().slice(0, 8);
}

/* Reprojection error in millimetres. */
function reprojection(rows: readonly FeatureRow[]): LeastSquaresProblem {
  return {
    parameters: 8,
    observations: rows.length,
    linearise(at) {
      return (i, residual, jacobian) => {
        const { features, screenMm } = rows[i]!;
        const [u, v] = features;
        const point = applyHomography([...at], features);
        if (!point) return false;
        const depth = at[6]! * u + at[7]! * v + 1;
        residual[0] = point.x - screenMm.x;
        residual[1] = point.y - screenMm.y;
        jacobian.fill(0);
        [u, v, 1].forEach((value, j) => {
          jacobian[j] = value / depth;
          jacobian[8 + 3 + j] = value / depth;
        });
        [u, v].forEach((value, j) => {
          jacobian[6 + j] = (-point.x * value) / depth;
          jacobian[8 + 6 + j] = (-point.y * value) / depth;
        });
        return true;
      };
    },
  };
}

/** F2: a plane seen by a pinhole that does not move. */
export const homographyModel: Model = {
  parameterNames: ['h11', 'h12', 'h13', 'h21', 'h22', 'h23', 'h31', 'h32'],
  leastTargets: 4,
  noiseIn: 'features',
  projector:
    ({ parameters, features }) =>
    (measurement) => {
      const read = featuresOf(measurement, features);
      return read && applyHomography(parameters, read);
    },
  fit(input) {
    const rows = featureRows(input);
    const start = directHomography(rows);
    const problem = reprojection(rows);
    const best = start && levenbergMarquardt(problem, start);
    if (!best) return refusal('NOT_IDENTIFIABLE', 'The features do not determine a projection.');
    const facts = information(problem, best.at);
    if (!(conditioning(facts, [1, 1, 1, 1, 1, 1, 1, 1]) > MIN_CONDITIONING))
      return refusal('NOT_IDENTIFIABLE', 'The features do not determine a projection.');
    const noise = featureNoiseOf(input.targets, (sample) => featuresOf(sample, input.features)!);
    const squares = residualsAt(problem, best.at).reduce((sum, [x, y]) => sum + x ** 2 + y ** 2, 0);
    const scale = Math.max(Math.hypot(best.at[0]!, best.at[3]!), Math.hypot(best.at[1]!, best.at[4]!));
    const expected =
      average(input.targets.map(({ kept }) => 1 / kept.length)) *
      ((noise[0] ** 2 + noise[1] ** 2) / 2) *
      scale ** 2;
    const variance = Math.max(squares / Math.max(2 * rows.length - 8, 1), expected);
    return {
      kind: 'F2',
      parameters: [...best.at],
      covariance: parameterCovariance(facts, variance),
      noise,
      features: input.features,
    };
  },
};
