import {
  add,
  apply,
  cross,
  dot,
  length,
  type Matrix3,
  multiply,
  normalise,
  rotationOf,
  scale,
  subtract,
  type Vector3,
} from '@argus/gaze-geometry';
import type { Point } from '../sampling/similarity-transform.js';
import { project, type Camera } from './camera.js';
import { solvePositive } from './linear-system.js';

/** Pose of a rigid body: `camera point = rotation · body point + translation`, millimetres. */
export interface Pose {
  readonly rotation: Matrix3;
  readonly translation: Vector3;
}

export interface FittedPose extends Pose {
  /** Root mean square distance between seen and projected points. */
  readonly residualPx: number;
}

const MAX_ITERATIONS = 30;
const INITIAL_DAMPING = 1e-3;
const CONVERGED = 1e-10;
const MAX_MM = 100_000;
/** Larger than any damping needed to find a decrease before the fit has converged. */
const MAX_DAMPING = 1e9;

/**
 * Finds the pose of a known body from the pixels of its points (perspective-n-point). Levenberg–Marquardt minimises the
 * reprojection error. It starts from scaled orthography (DeMenthon and Davis 1995, first step).
 * Returns undefined if the points determine no pose in front of the camera, e.g. fewer than four or all in a plane.
 */
export function perspectivePose(
  body: readonly Vector3[],
  seen: readonly Point[],
  camera: Camera,
): FittedPose | undefined {
  const start = orthographicPose(body, seen, camera);
  const startCost = start && costOf(start, body, seen, camera);
  if (!start || startCost === undefined) return undefined;
  let fit: Fit = { pose: start, cost: startCost };
  let damping = INITIAL_DAMPING;
  for (let i = 0; i < MAX_ITERATIONS && damping < MAX_DAMPING; i++) {
    const { matrix, right } = normalEquations(fit.pose, body, seen, camera);
    for (let next: Fit | undefined; !next && damping < MAX_DAMPING;) {
      const step = solvePositive(damped(matrix, damping), right);
      const pose: Pose | undefined = step && moved(fit.pose, step);
      const cost = pose && costOf(pose, body, seen, camera);
      if (!pose || cost === undefined || cost > fit.cost) damping *= 11;
      else {
        damping = fit.cost - cost <= fit.cost * CONVERGED ? MAX_DAMPING : damping / 9;
        fit = next = { pose, cost };
      }
    }
  }
  return { ...fit.pose, residualPx: Math.sqrt(fit.cost / body.length) };
}

interface Fit {
  readonly pose: Pose;
  readonly cost: number;
}

const damped = (matrix: readonly number[][], by: number): number[][] =>
  matrix.map((row, at) => row.map((value, column) => (column === at ? value * (1 + by) : value)));

/** Returns the pose rotated by the first three numbers (rotation vector) and shifted by the last three. */
function moved({ rotation, translation }: Pose, step: readonly number[]): Pose {
  return {
    rotation: multiply(rotationOf([step[0]!, step[1]!, step[2]!]), rotation),
    translation: add(translation, [step[3]!, step[4]!, step[5]!]),
  };
}

/** Returns the sum of squared distances in pixels, undefined if a point is not in front of the camera. */
function costOf(
  { rotation, translation }: Pose,
  body: readonly Vector3[],
  seen: readonly Point[],
  camera: Camera,
): number | undefined {
  let cost = 0;
  for (const [i, point] of body.entries()) {
    const inCamera = add(apply(rotation, point), translation);
    if (!(inCamera[2] > 1)) return undefined;
    const { x, y } = project(camera, inCamera);
    cost += (x - seen[i]!.x) ** 2 + (y - seen[i]!.y) ** 2;
  }
  return Number.isFinite(cost) ? cost : undefined;
}

/** Returns JᵀJ and −Jᵀr of the reprojection error for a rotation (about the body's origin, camera axes) and translation. */
function normalEquations(
  { rotation, translation }: Pose,
  body: readonly Vector3[],
  seen: readonly Point[],
  camera: Camera,
): { matrix: number[][]; right: number[] } {
  const matrix = Array.from({ length: 6 }, () => Array<number>(6).fill(0));
  const right = Array<number>(6).fill(0);
  const accumulate = (row: readonly number[], residual: number) => {
    for (let i = 0; i < 6; i++) {
      right[i]! -= row[i]! * residual;
      for (let j = 0; j < 6; j++) matrix[i]![j]! += row[i]! * row[j]!;
    }
  };
  for (const [i, point] of body.entries()) {
    const turned = apply(rotation, point);
    const [x, y, z] = add(turned, translation);
    const alongX: Vector3 = [camera.fx / z, 0, (-camera.fx * x) / (z * z)];
    const alongY: Vector3 = [0, camera.fy / z, (-camera.fy * y) / (z * z)];
    /* A small rotation w moves the point by w × turned, so its row is turned × gradient. */
    accumulate([...cross(turned, alongX), ...alongX], (camera.fx * x) / z + camera.cx - seen[i]!.x);
    accumulate([...cross(turned, alongY), ...alongY], (camera.fy * y) / z + camera.cy - seen[i]!.y);
  }
  return { matrix, right };
}

/** Returns the pose that fits best if all points of the body had the same depth. */
function orthographicPose(
  body: readonly Vector3[],
  seen: readonly Point[],
  { fx, fy, cx, cy }: Camera,
): Pose | undefined {
  if (body.length < 4 || body.length !== seen.length) return undefined;
  const centre = scale(body.reduce(add), 1 / body.length);
  const centred = body.map((point) => subtract(point, centre));
  const plane = seen.map(({ x, y }) => ({ x: (x - cx) / fx, y: (y - cy) / fy }));
  const mean = (axis: 'x' | 'y') => plane.reduce((sum, point) => sum + point[axis], 0) / plane.length;
  const scatter = [0, 1, 2].map((row) =>
    [0, 1, 2].map((column) => centred.reduce((sum, point) => sum + point[row]! * point[column]!, 0)),
  );
  const axis = (name: 'x' | 'y'): Vector3 | undefined => {
    const right = [0, 1, 2].map((row) =>
      centred.reduce((sum, point, i) => sum + point[row]! * plane[i]![name], 0),
    );
    const [x, y, z] = solvePositive(scatter, right) ?? [];
    return x === undefined || y === undefined || z === undefined ? undefined : [x, y, z];
  };
  const across = axis('x');
  const down = axis('y');
  if (!across || !down) return undefined;
  const perMillimetre = (length(across) + length(down)) / 2;
  if (!(perMillimetre > 1 / MAX_MM) || !Number.isFinite(perMillimetre)) return undefined;
  const x = normalise(across);
  const y = normalise(subtract(down, scale(x, dot(down, x))));
  const rotation: Matrix3 = [x, y, cross(x, y)];
  const depth = 1 / perMillimetre;
  const position: Vector3 = [mean('x') * depth, mean('y') * depth, depth];
  return { rotation, translation: subtract(position, apply(rotation, centre)) };
}
