import { Matrix } from 'ml-matrix';
import { conditioning } from '../fitting/levenberg-marquardt.js';
import { parameterCovariance } from '../fitting/parameter-covariance.js';
import { refusal } from '../refusals/refusal.js';
import { average } from '../samples/statistics.js';
import { mean, type Vector3 } from '../vectors/vector.js';
import { mmOfFraction } from '../screens/screen.js';
import { keptSamples, type FitInput, type Model } from './model.js';
import { frameOfParameters, poseProjector } from './pose.model.js';
import { poseParameterNames } from './pose-problem.js';

/** HomTransform's own three numbers, millimetres: the point straight ahead of the eye, and how far the screen is. */
export interface HomTransform {
  readonly tx: number;
  readonly ty: number;
  readonly distance: number;
}

interface HomTransformRow {
  /** 1 in HomTransform's own sum. M0 weighs oblique gaze less, because its noise reaches farther on the screen. */
  readonly weight: number;
  /** Tangents of gaze, to the right and down as the user sees it. */
  readonly u: number;
  readonly v: number;
  /** Target against the straight-ahead point of an eye at the centre of all. */
  readonly x: number;
  readonly y: number;
}

/**
 * A screen parallel to the picture: `x = tx + distance · u`, `y = ty + distance · v`, linear and therefore closed. With a
 * head that stays this is HomTransform's least-squares problem; movements of the eye are taken out by its measured place.
 */
export function fitHomTransform(rows: readonly HomTransformRow[]): HomTransform | undefined {
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const [u, v, x, y] = (['u', 'v', 'x', 'y'] as const).map(
    (key) => rows.reduce((sum, row) => sum + row.weight * row[key], 0) / total,
  );
  let across = 0;
  let along = 0;
  for (const row of rows) {
    across += row.weight * ((row.u - u!) ** 2 + (row.v - v!) ** 2);
    along += row.weight * ((row.u - u!) * (row.x - x!) + (row.v - v!) * (row.y - y!));
  }
  const distance = along / across;
  return distance > 0 ? { tx: x! - distance * u!, ty: y! - distance * v!, distance } : undefined;
}

/** One row per target, the mean of its samples, so that their noise does not shrink the answer. */
export function homTransformRows({ screen, targets }: FitInput, centre: Vector3): HomTransformRow[] {
  return targets.map(({ target, kept }) => {
    const { x, y } = mmOfFraction(screen, target);
    const rows = kept.map(({ gaze, originMm }) => {
      const [dx, dy, dz] = [originMm[0] - centre[0], originMm[1] - centre[1], originMm[2] - centre[2]];
      const [u, v] = [gaze[0] / gaze[2], -gaze[1] / gaze[2]];
      return { u, v, x: x + dx - dz * u, y: y - dy - dz * v };
    });
    const mean = (key: 'u' | 'v' | 'x' | 'y'): number => average(rows.map((row) => row[key]));
    const [u, v] = [mean('u'), mean('v')];
    /* Across and along the obliquity an angle is worth (1 + u² + v²) and its root: the weight is their product's inverse. */
    const weight = kept.length / (1 + u ** 2 + v ** 2) ** 1.5;
    return { weight, u, v, x: mean('x'), y: mean('y') };
  });
}

const headCentre = (input: Pick<FitInput, 'targets'>): Vector3 =>
  mean(keptSamples(input.targets).map(({ originMm }) => originMm));

/** M0: the closed form, stored in the parameters of the other poses: the corner of a screen without turn. */
export const homTransformModel: Model = {
  parameterNames: poseParameterNames.slice(0, 3),
  leastTargets: 3,
  noiseIn: 'angles',
  frame: frameOfParameters,
  projector: ({ parameters }) => poseProjector(parameters),
  fit(input) {
    const centre = headCentre(input);
    const rows = homTransformRows(input, centre);
    const found = fitHomTransform(rows);
    if (!found) return refusal('NOT_IDENTIFIABLE', 'The gaze does not follow the targets.');
    const { tx, ty, distance } = found;
    return {
      kind: 'M0',
      parameters: [tx + centre[0], centre[1] - ty, centre[2] - distance],
      covariance: covarianceOf(input, rows, found),
      noise: input.angleNoise,
      features: input.features,
    };
  },
};

/** Covariance of the corner, from the errors of the rows; never less than the noise of a target's samples implies. */
function covarianceOf(
  { angleNoise }: FitInput,
  rows: readonly HomTransformRow[],
  found: HomTransform,
): number[][] {
  const { tx, ty, distance } = found;
  const facts = new Matrix(3, 3);
  let squares = 0;
  rows.forEach(({ weight, u, v, x, y }) => {
    for (const row of [
      [1, 0, -u],
      [0, -1, -v],
    ])
      for (let a = 0; a < 3; a++)
        for (let b = 0; b < 3; b++) facts.set(a, b, facts.get(a, b) + weight * row[a]! * row[b]!);
    squares += weight * ((x - tx - distance * u) ** 2 + (y - ty - distance * v) ** 2);
  });
  if (!(conditioning(facts, [1, 1, 1]) > 0)) return new Matrix(3, 3).to2DArray();
  /* A row's weight times the variance that noise alone gives it. */
  const expected = ((angleNoise[0] ** 2 + angleNoise[1] ** 2) / 2) * distance ** 2;
  const variance = Math.max(squares / Math.max(2 * rows.length - 3, 1), expected);
  return parameterCovariance(facts, variance);
}
