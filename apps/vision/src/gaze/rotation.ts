/** A vector or point in space; camera axes are x to the right of the picture, y down, z away from the camera. */
export type Vector = readonly [x: number, y: number, z: number];

/** A rotation matrix by rows. */
export type Rotation = readonly [Vector, Vector, Vector];

export const add = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vector, by: number): Vector => [a[0] * by, a[1] * by, a[2] * by];
export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const length = (a: Vector): number => Math.hypot(a[0], a[1], a[2]);
export const unit = (a: Vector): Vector => scale(a, 1 / length(a));
export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export const angleBetween = (a: Vector, b: Vector): number => Math.atan2(length(cross(a, b)), dot(a, b));

export const rotate = ([x, y, z]: Rotation, point: Vector): Vector => [
  dot(x, point),
  dot(y, point),
  dot(z, point),
];

/** `first` after `second`: the matrix product of the two. */
export function compose(first: Rotation, second: Rotation): Rotation {
  const columns = transpose(second);
  const row = (of: Vector): Vector => [dot(of, columns[0]), dot(of, columns[1]), dot(of, columns[2])];
  return [row(first[0]), row(first[1]), row(first[2])];
}

export const transpose = ([x, y, z]: Rotation): Rotation => [
  [x[0], y[0], z[0]],
  [x[1], y[1], z[1]],
  [x[2], y[2], z[2]],
];

/** The rotation about an axis by its length in radians (Rodrigues' formula). */
export function fromRotationVector(vector: Vector): Rotation {
  const angle = length(vector);
  if (angle < 1e-12) {
    const [x, y, z] = vector;
    return [
      [1, -z, y],
      [z, 1, -x],
      [-y, x, 1],
    ];
  }
  const [x, y, z] = scale(vector, 1 / angle);
  const s = Math.sin(angle);
  const c = 1 - Math.cos(angle);
  return [
    [1 - c * (y * y + z * z), c * x * y - s * z, c * x * z + s * y],
    [c * x * y + s * z, 1 - c * (x * x + z * z), c * y * z - s * x],
    [c * x * z - s * y, c * y * z + s * x, 1 - c * (x * x + y * y)],
  ];
}

/** Axis times angle in radians, the angle at most π. */
export function toRotationVector(rotation: Rotation): Vector {
  const [x, y, z] = rotation;
  const twiceSine: Vector = [z[1] - y[2], x[2] - z[0], y[0] - x[1]];
  const twiceCosine = x[0] + y[1] + z[2] - 1;
  const angle = Math.atan2(length(twiceSine), twiceCosine);
  if (length(twiceSine) > 1e-6) return scale(unit(twiceSine), angle);
  if (twiceCosine > 0) return scale(twiceSine, 0.5);
  /* Half a turn: the axis is the longest column of R + 1. */
  const columns = transpose([
    [x[0] + 1, x[1], x[2]],
    [y[0], y[1] + 1, y[2]],
    [z[0], z[1], z[2] + 1],
  ]);
  const longest = columns.reduce((one, other) => (length(other) > length(one) ? other : one));
  return scale(unit(longest), angle);
}
