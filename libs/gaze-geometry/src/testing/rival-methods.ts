import { Matrix, solve } from 'ml-matrix';
import { fitHomTransform } from '../models/hom-transform.model.js';
import type { Projector } from '../models/model.js';
import type { GazeSample } from '../samples/sample.js';
import { average, variance } from '../samples/statistics.js';
import { byTarget } from '../samples/target-samples.js';
import { mmOfFraction, type Screen } from '../screens/screen.js';

const tangents = ({ gaze }: Pick<GazeSample, 'gaze'>): [number, number] => [
  gaze[0] / gaze[2],
  -gaze[1] / gaze[2],
];

/** Keeps the samples whose gaze is within one standard deviation of their target's mean in x and in y. */
function withinOneDeviation(samples: readonly GazeSample[]): GazeSample[] {
  return byTarget(samples).flatMap(({ samples: all }) => {
    const limits = ([0, 1] as const).map((axis) => {
      const values = all.map(({ gaze }) => gaze[axis]);
      return { axis, centre: average(values), most: Math.sqrt(variance(values)) + 1e-12 };
    });
    return all.filter(({ gaze }) =>
      limits.every(({ axis, centre, most }) => Math.abs(gaze[axis] - centre) <= most),
    );
  });
}

/**
 * The method of the desktop program HomTransform: its outlier rule, its residual in millimetres of the screen over all
 * samples, one eye that never moves, and the mean of the global answer and that of the nearest target's own translation.
 * Whole millimetres, which its integer arrays force, are left out in its favour.
 */
export function homTransformMethod(screen: Screen, samples: readonly GazeSample[]): Projector {
  const kept = withinOneDeviation(samples);
  const rows = kept.map((sample) => {
    const [u, v] = tangents(sample);
    return { weight: 1, u, v, ...mmOfFraction(screen, sample.target) };
  });
  const { tx, ty, distance } = fitHomTransform(rows)!;
  const local = byTarget(kept).map(({ target, samples: all }) => {
    const { x, y } = mmOfFraction(screen, target);
    const [u, v] = [0, 1].map((axis) => average(all.map((sample) => tangents(sample)[axis]!))) as [
      number,
      number,
    ];
    return { tx: x - distance * u, ty: y - distance * v };
  });
  return (measurement) => {
    const [u, v] = tangents(measurement);
    const global = { x: tx + distance * u, y: ty + distance * v };
    const answers = local.map((each) => ({ x: each.tx + distance * u, y: each.ty + distance * v }));
    const far = (answer: { x: number; y: number }) => Math.hypot(answer.x - global.x, answer.y - global.y);
    const near = answers.sort((a, b) => far(a) - far(b))[0]!;
    return { x: (global.x + near.x) / 2, y: (global.y + near.y) / 2 };
  };
}

/** Ordinary least squares from the tangents of gaze to millimetres of the screen, all samples. */
export function affineScreenFit(screen: Screen, samples: readonly GazeSample[]): Projector {
  const design = new Matrix(samples.map((sample) => [1, ...tangents(sample)]));
  const wanted = new Matrix(
    samples.map(({ target }) => {
      const { x, y } = mmOfFraction(screen, target);
      return [x, y];
    }),
  );
  const normal = design.transpose().mmul(design);
  const coefficients = solve(normal, design.transpose().mmul(wanted));
  return (measurement) => {
    const [u, v] = tangents(measurement);
    const at = (column: number): number =>
      coefficients.get(0, column) + coefficients.get(1, column) * u + coefficients.get(2, column) * v;
    return { x: at(0), y: at(1) };
  };
}
