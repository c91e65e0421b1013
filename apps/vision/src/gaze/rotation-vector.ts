import { columns, length, type Matrix3, normalise, scale, type Vector3 } from '@argus/gaze-geometry';

/** Returns axis times angle in radians, the angle at most π; the inverse of `rotationOf`. */
export function toRotationVector(rotation: Matrix3): Vector3 {
  const [x, y, z] = rotation;
  const twiceSine: Vector3 = [z[1] - y[2], x[2] - z[0], y[0] - x[1]];
  const twiceCosine = x[0] + y[1] + z[2] - 1;
  const angle = Math.atan2(length(twiceSine), twiceCosine);
  if (length(twiceSine) > 1e-6) return scale(normalise(twiceSine), angle);
  if (twiceCosine > 0) return scale(twiceSine, 0.5);
  /* At half a turn the axis is the longest column of R + 1. */
  const axes = columns([
    [x[0] + 1, x[1], x[2]],
    [y[0], y[1] + 1, y[2]],
    [z[0], z[1], z[2] + 1],
  ]);
  const longest = axes.reduce((one, other) => (length(other) > length(one) ? other : one));
  return scale(normalise(longest), angle);
}
