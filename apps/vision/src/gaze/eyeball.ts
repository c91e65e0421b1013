import { add, apply, dot, normalise, scale, subtract, type Vector3 } from '@argus/gaze-geometry';
import type { Point } from '../sampling/similarity-transform.js';
import { ray, type Camera } from './camera.js';
import type { Pose } from './perspective-pose.js';

/** Distance from the eye's centre of rotation to the plane of the iris. */
export const IRIS_RADIUS_MM = 10;

/**
 * Offset of the centre of rotation from the middle of the eye's corners, in axes of the head. Fitted to the test photographs:
 * with `outward` and `up`, both eyes of portraits meet at the lens. With `behind`, nine people with heads turned by 7° to 27°
 * look into the lens at any turn (median error 4°). The rest differs between people and is left to calibration.
 */
const CENTRE_MM = { outward: 1.5, up: 0.9, behind: 6 };

export interface SeenEye {
  /** Middle of the eye's corners in the head model, millimetres. */
  readonly cornersInHead: Vector3;
  /** Middle of the eye's corners in the picture, pixels. */
  readonly cornersSeen: Point;
  /** Centre of the iris in the picture, pixels. */
  readonly iris: Point;
}

export interface EyeGaze {
  /** Centre of rotation, millimetres in camera axes. */
  readonly centre: Vector3;
  /** Unit vector. */
  readonly direction: Vector3;
}

/**
 * Returns the gaze of one eye. The eye's centre lies behind the middle of the corners, on their ray at the depth of the head
 * model. The iris lies where its ray meets the eyeball around that centre. Uses the corners seen in the picture, because
 * one millimetre between them and the mean face would turn the gaze by six degrees.
 */
export function eyeGaze(camera: Camera, pose: Pose, { cornersInHead, cornersSeen, iris }: SeenEye): EyeGaze {
  const depth = add(apply(pose.rotation, cornersInHead), pose.translation)[2];
  const towards = ray(camera, cornersSeen);
  const corners = scale(towards, depth / towards[2]);
  const { outward, up, behind } = CENTRE_MM;
  const side = Math.sign(cornersInHead[0]);
  const centre = add(corners, apply(pose.rotation, [side * outward, -up, behind]));
  return { centre, direction: normalise(subtract(intersect(ray(camera, iris), centre), centre)) };
}

/** Returns where the ray first meets the eyeball, or the point of the ray nearest to it. */
function intersect(direction: Vector3, centre: Vector3): Vector3 {
  const nearest = dot(direction, centre);
  const inside = nearest ** 2 - dot(centre, centre) + IRIS_RADIUS_MM ** 2;
  return scale(direction, nearest - Math.sqrt(Math.max(inside, 0)));
}
