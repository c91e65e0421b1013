import { add, apply, dot, normalise, scale, subtract, type Vector3 } from '@argus/gaze-geometry';
import type { Point } from '../sampling/similarity-transform.js';
import { ray, type Camera } from './camera.js';
import type { Pose } from './perspective-pose.js';

/** From the eye's centre of rotation to the plane of the iris. */
export const IRIS_RADIUS_MM = 10;

/**
 * The centre of rotation from the middle of the eye's corners, in axes of the head. Fitted to the test photographs: outward and
 * up, so that the two eyes of portraits meet at the lens; behind, so that nine people who look into the lens with heads
 * turned by 7° to 27° look at it (median 4° off) whatever the turn. What remains is the person's own and goes into the fit.
 */
const CENTRE_MM = { outward: 1.5, up: 0.9, behind: 6 };

export interface SeenEye {
  /** Middle of the eye's corners in the head model, millimetres. */
  readonly cornersInHead: Vector3;
  /** The same as seen, and the centre of the iris, in pixels. */
  readonly cornersSeen: Point;
  readonly iris: Point;
}

export interface EyeGaze {
  /** Centre of rotation, millimetres in camera axes. */
  readonly centre: Vector3;
  /** Unit vector. */
  readonly direction: Vector3;
}

/**
 * The eye's centre lies on the ray through the middle of its corners, as deep as the head model says, and then behind it; the
 * iris lies where its ray meets the ball around the centre. Corners as seen and not those of the mean face, because a
 * millimetre between the two would turn the gaze by six degrees.
 */
export function eyeGaze(camera: Camera, pose: Pose, { cornersInHead, cornersSeen, iris }: SeenEye): EyeGaze {
  const depth = add(apply(pose.rotation, cornersInHead), pose.translation)[2];
  const towards = ray(camera, cornersSeen);
  const corners = scale(towards, depth / towards[2]);
  const { outward, up, behind } = CENTRE_MM;
  const side = Math.sign(cornersInHead[0]);
  const centre = add(corners, apply(pose.rotation, [side * outward, -up, behind]));
  return { centre, direction: normalise(subtract(meet(ray(camera, iris), centre), centre)) };
}

/** Where the ray first meets the ball, or its point nearest to the ball when it passes by. */
function meet(direction: Vector3, centre: Vector3): Vector3 {
  const nearest = dot(direction, centre);
  const inside = nearest ** 2 - dot(centre, centre) + IRIS_RADIUS_MM ** 2;
  return scale(direction, nearest - Math.sqrt(Math.max(inside, 0)));
}
