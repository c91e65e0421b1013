const { sqrt } = Math;

export type Vector3 = readonly [x: number, y: number, z: number];

export const add = (a: Vector3, b: Vector3): Vector3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vector3, by: number): Vector3 => [a[0] * by, a[1] * by, a[2] * by];
export const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const length = (a: Vector3): number => sqrt(dot(a, a));
export const normalise = (a: Vector3): Vector3 => scale(a, 1 / length(a));

export const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

export const mean = (all: readonly Vector3[]): Vector3 =>
  scale(
    all.reduce<Vector3>((sum, each) => add(sum, each), [0, 0, 0]),
    1 / all.length,
  );
