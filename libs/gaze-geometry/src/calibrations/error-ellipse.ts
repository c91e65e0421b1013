import { anglesOf, vectorOf } from '../angles/gaze-angle.js';
import { models } from '../models/index.js';
import { featuresOf } from '../models/features.js';
import type { FittedModel } from '../models/model.js';
import type { GazeMeasurement } from '../samples/sample.js';
import { type Point, pxOfMm, type Screen } from '../screens/screen.js';

/** Holds the true point with 95 % probability, as far as noise and the fit are concerned. Pixels; angle from the x axis. */
export interface ErrorEllipse {
  readonly semiMajorPx: number;
  readonly semiMinorPx: number;
  readonly angleRad: number;
}

type Covariance2 = readonly [xx: number, xy: number, yy: number];

/* Square root of the 95 % point of χ² with two degrees of freedom. */
const RADIUS_95 = 2.4477;

/**
 * Returns the error ellipse of single measurements, from the parameters' uncertainty and the measurement's own noise;
 * undefined where the model has no answer. Curried: the model's neighbours are computed once for many measurements.
 */
export function errorEllipseMeter(
  model: FittedModel,
  screen: Screen,
): (measurement: GazeMeasurement) => ErrorEllipse | undefined {
  const toPx = (point: Point | undefined): Point | undefined => point && pxOfMm(screen, point);
  const kind = models[model.kind];
  const project = kind.projector(model);
  const neighbours = model.covariance.map((_, i) => {
    const value = model.parameters[i]!;
    const deviation = Math.sqrt(Math.max(model.covariance[i]![i]!, 0));
    const step = Math.max(1e-6 * Math.abs(value), 1e-2 * deviation, 1e-9);
    const moved = (by: number) =>
      kind.projector({ ...model, parameters: model.parameters.with(i, value + by) });
    return { step, after: moved(step), before: moved(-step) };
  });
  return (measurement) => {
    const byParameters = neighbours.map(({ step, after, before }) =>
      slope(toPx(after(measurement)), toPx(before(measurement)), step),
    );
    const byNoise = model.noise.map((deviation = 0, axis) => {
      const by = deviation / 100;
      const disturbed = (sign: number) => toPx(project(disturb(model, measurement, axis, sign * by)));
      return slope(disturbed(1), disturbed(-1), by);
    });
    if ([...byParameters, ...byNoise].some((each) => each === undefined)) return undefined;
    let total: Covariance2 = [0, 0, 0];
    byParameters.forEach((a, i) =>
      byParameters.forEach((b, j) => {
        total = plus(total, a!, b!, model.covariance[i]![j]!);
      }),
    );
    byNoise.forEach((a, i) => (total = plus(total, a!, a!, model.noise[i]! ** 2)));
    return ellipse(total);
  };
}

const slope = (after: Point | undefined, before: Point | undefined, step: number): Point | undefined =>
  after && before && { x: (after.x - before.x) / (2 * step), y: (after.y - before.y) / (2 * step) };

const plus = ([xx, xy, yy]: Covariance2, a: Point, b: Point, weight: number): Covariance2 => [
  xx + weight * a.x * b.x,
  xy + (weight * (a.x * b.y + a.y * b.x)) / 2,
  yy + weight * a.y * b.y,
];

function disturb(
  model: FittedModel,
  measurement: GazeMeasurement,
  axis: number,
  by: number,
): GazeMeasurement {
  if (axis === 2) {
    const { eyeOpenness } = measurement;
    return eyeOpenness === undefined ? measurement : { ...measurement, eyeOpenness: eyeOpenness + by };
  }
  const shift: readonly [number, number] = axis === 0 ? [by, 0] : [0, by];
  if (models[model.kind].noiseIn === 'features') {
    const [u, v] = featuresOf(measurement, model.features)!;
    if (model.features === 'measured') return { ...measurement, features: [u + shift[0], v + shift[1]] };
    const [right, down] = [u + shift[0], v + shift[1]];
    const depth = Math.hypot(right, down, 1);
    return { ...measurement, gaze: [-right / depth, down / depth, -1 / depth] };
  }
  const { yawRad, pitchRad } = anglesOf(measurement.gaze);
  /* Noise across the line of sight: a step of yaw is wider than the turn by 1 / cos(pitch). */
  const gaze = vectorOf({ yawRad: yawRad + shift[0] / Math.cos(pitchRad), pitchRad: pitchRad + shift[1] });
  return { ...measurement, gaze };
}

function ellipse([xx, xy, yy]: Covariance2): ErrorEllipse {
  const middle = (xx + yy) / 2;
  const spread = Math.hypot((xx - yy) / 2, xy);
  return {
    semiMajorPx: RADIUS_95 * Math.sqrt(Math.max(middle + spread, 0)),
    semiMinorPx: RADIUS_95 * Math.sqrt(Math.max(middle - spread, 0)),
    angleRad: Math.atan2(2 * xy, xx - yy) / 2,
  };
}
