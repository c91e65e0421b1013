import { anglesOf } from '../angles/gaze-angle.js';
import type { LeastSquaresProblem, Prior } from '../fitting/levenberg-marquardt.js';
import type { GazeSample } from '../samples/sample.js';
import { mmOfFraction, type Point, type Screen } from '../screens/screen.js';
import { parallelAxes } from '../screens/screen-pose.js';
import { apply, multiply, rightJacobian, rotationOf, skew } from '../vectors/rotation.js';
import { add, type Vector3 } from '../vectors/vector.js';
import type { Noise } from './model.js';

/* Bound once: in test sandboxes a look-up on the global object for every sample would dominate the time. */
const { atan2, sqrt } = Math;

export const poseParameterNames = [
  'corner_x_mm',
  'corner_y_mm',
  'corner_z_mm',
  'rotation_x_rad',
  'rotation_y_rad',
  'rotation_z_rad',
  'bias_yaw_rad',
  'bias_pitch_rad',
  'gain_yaw',
  'gain_pitch',
] as const;

/** Scale of each parameter, for judging whether the data determine it. */
export const poseScales = [100, 100, 100, 0.17, 0.17, 0.17, 0.09, 0.09, 0.3, 0.3];

/**
 * Residuals in the space of gaze angles: the measured direction, corrected by bias and gain, against the direction in
 * which the known target is seen from the known eye. Gaze is the noisy side; residuals on the screen would shrink every
 * answer towards its middle.
 *
 * `parameters` counts how many of `poseParameterNames` are free: 6 the pose, 8 with bias, 10 with gain.
 */
export function poseProblem(
  screen: Screen,
  samples: readonly GazeSample[],
  [yawNoise, pitchNoise]: Noise,
  parameters: 6 | 8 | 10,
  priors: readonly Prior[] = [],
): LeastSquaresProblem {
  /* What depends on the target alone is worked out once per target and step, not once per sample. */
  const places: Vector3[] = [];
  const placeByTarget = new Map<Point, number>();
  const placeOf = (target: Point): number => {
    const known = placeByTarget.get(target);
    if (known !== undefined) return known;
    const { x, y } = mmOfFraction(screen, target);
    placeByTarget.set(target, places.length);
    return places.push([x, y, 0]) - 1;
  };
  const measured = samples.map(({ gaze, originMm, target }) => ({
    ...anglesOf(gaze),
    originMm,
    place: placeOf(target),
  }));
  return {
    parameters,
    observations: samples.length,
    priors,
    linearise(at) {
      const corner: Vector3 = [at[0]!, at[1]!, at[2]!];
      const turn: Vector3 = [at[3]!, at[4]!, at[5]!];
      const axes = multiply(parallelAxes, rotationOf(turn));
      const turnJacobian = rightJacobian(turn);
      const points = places.map((place) => add(corner, apply(axes, place)));
      const byTurn = places.map((place) => multiply(multiply(axes, skew(place)), turnJacobian));
      const [biasYaw, biasPitch, gainYaw, gainPitch] = [at[6] ?? 0, at[7] ?? 0, at[8] ?? 0, at[9] ?? 0];
      return (i, residual, jacobian) => {
        const { yawRad, pitchRad, originMm, place } = measured[i]!;
        const point = points[place]!;
        const x = point[0] - originMm[0];
        const y = point[1] - originMm[1];
        const z = point[2] - originMm[2];
        if (!(z < 0)) return false;
        const across2 = x * x + z * z;
        const across = sqrt(across2);
        const squared = across2 + y * y;
        const distance = sqrt(squared);
        const cosine = across / distance;
        const yawError = yawRad * (1 + gainYaw) + biasYaw - atan2(x, -z);
        residual[0] = (yawError * cosine) / yawNoise;
        residual[1] = (pitchRad * (1 + gainPitch) + biasPitch - atan2(y, across)) / pitchNoise;

        /* Derivatives by the point: pitch turns with (px, py, pz), yaw across its circle with (−z, 0, x) / across². */
        const px = (-y * x) / (across * squared);
        const py = across / squared;
        const pz = (-y * z) / (across * squared);
        const inCosine = (yawError * y) / distance;
        const first0 = -((-z / across2) * cosine + px * inCosine) / yawNoise;
        const first1 = (-py * inCosine) / yawNoise;
        const first2 = -((x / across2) * cosine + pz * inCosine) / yawNoise;
        const [second0, second1, second2] = [-px / pitchNoise, -py / pitchNoise, -pz / pitchNoise];
        const [rowX, rowY, rowZ] = byTurn[place]!;
        jacobian[0] = first0;
        jacobian[1] = first1;
        jacobian[2] = first2;
        jacobian[parameters] = second0;
        jacobian[parameters + 1] = second1;
        jacobian[parameters + 2] = second2;
        for (let j = 0; j < 3; j++) {
          jacobian[3 + j] = -(first0 * rowX[j]! + first1 * rowY[j]! + first2 * rowZ[j]!);
          jacobian[parameters + 3 + j] = -(second0 * rowX[j]! + second1 * rowY[j]! + second2 * rowZ[j]!);
        }
        if (parameters >= 8) {
          jacobian[6] = cosine / yawNoise;
          jacobian[7] = 0;
          jacobian[parameters + 6] = 0;
          jacobian[parameters + 7] = 1 / pitchNoise;
        }
        if (parameters === 10) {
          jacobian[8] = (yawRad * cosine) / yawNoise;
          jacobian[9] = 0;
          jacobian[parameters + 8] = 0;
          jacobian[parameters + 9] = pitchRad / pitchNoise;
        }
        return true;
      };
    },
  };
}
