import { dot, length, type Vector3 } from './vector.js';

/** Rows of a 3 × 3 matrix. */
export type Matrix3 = readonly [Vector3, Vector3, Vector3];

const identity: Matrix3 = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

export const columns = ([a, b, c]: Matrix3): Matrix3 => [
  [a[0], b[0], c[0]],
  [a[1], b[1], c[1]],
  [a[2], b[2], c[2]],
];

export const apply = (m: Matrix3, v: Vector3): Vector3 => [dot(m[0], v), dot(m[1], v), dot(m[2], v)];

export function multiply(a: Matrix3, b: Matrix3): Matrix3 {
  const [x, y, z] = columns(b);
  return columns([apply(a, x), apply(a, y), apply(a, z)]);
}

/** Matrix of the cross product: `skew(a) b = a × b`. */
export const skew = ([x, y, z]: Vector3): Matrix3 => [
  [0, -z, y],
  [z, 0, -x],
  [-y, x, 0],
];

const combine = (a: Matrix3, b: Matrix3, c: Matrix3, [fa, fb, fc]: Vector3): Matrix3 => {
  const row = (i: 0 | 1 | 2): Vector3 => [
    fa * a[i][0] + fb * b[i][0] + fc * c[i][0],
    fa * a[i][1] + fb * b[i][1] + fc * c[i][1],
    fa * a[i][2] + fb * b[i][2] + fc * c[i][2],
  ];
  return [row(0), row(1), row(2)];
};

/** Rotation by a rotation vector, axis times angle in radians (Rodrigues). */
export function rotationOf(vectorRad: Vector3): Matrix3 {
  const angle = length(vectorRad);
  const k = skew(vectorRad);
  const [a, b] =
    angle < 1e-8
      ? [1 - angle ** 2 / 6, 0.5 - angle ** 2 / 24]
      : [Math.sin(angle) / angle, (1 - Math.cos(angle)) / angle ** 2];
  return combine(identity, k, multiply(k, k), [1, a, b]);
}

/** Right Jacobian J of SO(3): exp(w + δ) ≈ exp(w) exp(J(w) δ). */
export function rightJacobian(vectorRad: Vector3): Matrix3 {
  const angle = length(vectorRad);
  const k = skew(vectorRad);
  const [a, b] =
    angle < 1e-5
      ? [0.5 - angle ** 2 / 24, 1 / 6 - angle ** 2 / 120]
      : [(1 - Math.cos(angle)) / angle ** 2, (angle - Math.sin(angle)) / angle ** 3];
  return combine(identity, k, multiply(k, k), [1, -a, b]);
}

/** Euler angles in radians, rotations about x, then y, then z of the fixed axes: R = Rz(roll) Ry(yaw) Rx(pitch). */
export function eulerAnglesOf(matrix: Matrix3): { pitchRad: number; yawRad: number; rollRad: number } {
  const [a, b, c] = matrix;
  return {
    pitchRad: Math.atan2(c[1], c[2]),
    yawRad: Math.atan2(-c[0], Math.hypot(c[1], c[2])),
    rollRad: Math.atan2(b[0], a[0]),
  };
}
