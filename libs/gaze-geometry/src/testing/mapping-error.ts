import { inverse, Matrix } from 'ml-matrix';
import { angleBetweenRad, anglesOf, radians, vectorOf } from '../angles/gaze-angle.js';
import { projectorOf } from '../models/index.js';
import type { FittedModel, Projector } from '../models/model.js';
import type { GazeSample } from '../samples/sample.js';
import { mmOfFraction, type Point } from '../screens/screen.js';
import { frameOf, pointInCamera } from '../screens/screen-pose.js';
import { add, subtract, type Vector3 } from '../vectors/vector.js';
import { measuredAngles, type SyntheticViewer } from './synthetic-viewer.js';

/** Twenty-five places, 10 % to 90 % of the screen. */
export const gridTargets: readonly Point[] = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((y) =>
  [0.1, 0.3, 0.5, 0.7, 0.9].map((x) => ({ x, y })),
);

/** A measurement without noise of the viewer looking at a target. */
function ideal(viewer: SyntheticViewer, target: Point, shiftMm: Vector3): GazeSample {
  const originMm = add(viewer.eyeMm, shiftMm);
  const point = pointInCamera(frameOf(viewer.pose), mmOfFraction(viewer.screen, target));
  const gaze = vectorOf(measuredAngles(viewer, anglesOf(subtract(point, originMm))));
  return { timeMs: 0, target, gaze, originMm };
}

/** Errors of a mapping over the grid, for noise-free gaze: what the calibration alone gets wrong. */
export function mappingError(
  viewer: SyntheticViewer,
  project: Projector,
  shiftMm: Vector3 = [0, 0, 0],
): { readonly rmsRad: number; readonly rmsMm: number; readonly mostMm: number } {
  const frame = frameOf(viewer.pose);
  const errors = gridTargets.map((target) => {
    const sample = ideal(viewer, target, shiftMm);
    const wanted = mmOfFraction(viewer.screen, target);
    const found = project(sample);
    if (!found) return { rad: Math.PI, mm: Infinity };
    const seen = subtract(pointInCamera(frame, found), sample.originMm);
    return {
      rad: angleBetweenRad(seen, subtract(pointInCamera(frame, wanted), sample.originMm)),
      mm: Math.hypot(found.x - wanted.x, found.y - wanted.y),
    };
  });
  const rms = (key: 'rad' | 'mm') =>
    Math.sqrt(errors.reduce((sum, error) => sum + error[key] ** 2, 0) / errors.length);
  return { rmsRad: rms('rad'), rmsMm: rms('mm'), mostMm: Math.max(...errors.map(({ mm }) => mm)) };
}

/**
 * Cramér–Rao bound of `mappingError(…).rmsRad` for the class of a fitted model: the least root mean square error that an
 * unbiased estimate of its parameters can have, from those samples with the viewer's noise. `priorDeviations` of the
 * parameters, where the model has them, count as information.
 */
export function cramerRaoBound(
  viewer: SyntheticViewer,
  samples: readonly GazeSample[],
  model: FittedModel,
  priorDeviations: readonly number[] = [],
): number {
  const noise = radians(viewer.noiseDeg);
  const size = model.covariance.length;
  const facts = informationOf(samples, model).div(noise ** 2);
  priorDeviations.forEach((deviation, i) => facts.set(i, i, facts.get(i, i) + 1 / deviation ** 2));
  const scales = Array.from({ length: size }, (_, i) => 1 / Math.sqrt(facts.get(i, i)));
  const scale = Matrix.diag(scales);
  const covariance = scale.mmul(inverse(scale.mmul(facts).mmul(scale))).mmul(scale);
  const grid = gridTargets.map((target) => ideal(viewer, target, [0, 0, 0]));
  return Math.sqrt(covariance.mmul(informationOf(grid, model)).trace() / grid.length);
}

/**
 * Sum of JᵀJ over samples, J the derivatives of the angles at which the model expects a fixed target: as the answer on
 * the screen stays, ∂angles/∂parameters = −(∂answer/∂angles)⁻¹ ∂answer/∂parameters. Per square radian.
 */
function informationOf(samples: readonly GazeSample[], model: FittedModel): Matrix {
  const size = model.covariance.length;
  const total = Matrix.zeros(size, size);
  const project = projectorOf(model);
  const byParameter = Array.from({ length: size }, (_, i) => {
    const step = 1e-5 * Math.max(Math.abs(model.parameters[i]!), 1e-2);
    const moved = (by: number) =>
      projectorOf({
        ...model,
        parameters: model.parameters.map((value, j) => (j === i ? value + by : value)),
      });
    return { step, after: moved(step), before: moved(-step) };
  });
  for (const sample of samples) {
    const { yawRad, pitchRad } = anglesOf(sample.gaze);
    const turned = (yaw: number, pitch: number) =>
      project({
        ...sample,
        gaze: vectorOf({ yawRad: yawRad + yaw / Math.cos(pitchRad), pitchRad: pitchRad + pitch }),
      })!;
    const [right, left, down, up] = [turned(1e-5, 0), turned(-1e-5, 0), turned(0, 1e-5), turned(0, -1e-5)];
    const byAngles = new Matrix([
      [right.x - left.x, down.x - up.x],
      [right.y - left.y, down.y - up.y],
    ]).div(2e-5);
    const byParameters = new Matrix(2, size);
    byParameter.forEach(({ step, after, before }, i) => {
      const [a, b] = [after(sample)!, before(sample)!];
      byParameters.set(0, i, (a.x - b.x) / (2 * step));
      byParameters.set(1, i, (a.y - b.y) / (2 * step));
    });
    const jacobian = inverse(byAngles).mmul(byParameters);
    total.add(jacobian.transpose().mmul(jacobian));
  }
  return total;
}
