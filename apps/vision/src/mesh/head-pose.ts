import { meshPoints } from './mesh-points.js';
import type { SpacePoint } from './mesh.js';

/** Angles of the head in degrees; all zero if the face looks straight into the camera. */
export interface HeadPose {
  /** Positive when the face turns to the right side of the picture. */
  readonly yawDegrees: number;
  /** Positive when the face turns down. */
  readonly pitchDegrees: number;
  /** Positive when the head tilts clockwise in the picture. */
  readonly rollDegrees: number;
}

/** Pitch of the line from forehead to chin when people look straight ahead: the median of 28 portraits. */
const NEUTRAL_PITCH_DEGREES = 7.5;

/**
 * Measures the pose from four points of the mesh. The line between the cheeks gives yaw and roll, the line from forehead to
 * chin gives the pitch. Both lines belong to one rigid head, so no camera model is needed.
 */
export function headPose(pointAt: (index: number) => SpacePoint): HeadPose {
  const across = between(pointAt(meshPoints.rightCheek), pointAt(meshPoints.leftCheek));
  const down = between(pointAt(meshPoints.foreheadTop), pointAt(meshPoints.chin));
  return {
    yawDegrees: degrees(Math.atan2(across.z, Math.hypot(across.x, across.y))),
    pitchDegrees: degrees(Math.atan2(down.z, Math.hypot(down.x, down.y))) - NEUTRAL_PITCH_DEGREES,
    rollDegrees: degrees(Math.atan2(across.y, across.x)),
  };
}

const between = (from: SpacePoint, to: SpacePoint): SpacePoint => ({
  x: to.x - from.x,
  y: to.y - from.y,
  z: to.z - from.z,
});
const degrees = (radians: number): number => (radians * 180) / Math.PI;
