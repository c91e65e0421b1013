import { cross, dot, length, type Vector3 } from '../vectors/vector.js';

const { atan2, cos, sin, sqrt } = Math;

/**
 * Direction of gaze in camera coordinates (x to the right of the picture, y down, z away from the camera). Both are zero
 * for an eye that looks straight towards the camera's plane; yaw grows to the right of the picture, pitch downwards.
 */
export interface GazeAngles {
  readonly yawRad: number;
  readonly pitchRad: number;
}

export const anglesOf = ([x, y, z]: Vector3): GazeAngles => ({
  yawRad: atan2(x, -z),
  pitchRad: atan2(y, sqrt(x * x + z * z)),
});

/** Unit vector. */
export const vectorOf = ({ yawRad, pitchRad }: GazeAngles): Vector3 => [
  cos(pitchRad) * sin(yawRad),
  sin(pitchRad),
  -cos(pitchRad) * cos(yawRad),
];

/** Angle between two vectors. The arc cosine would be inexact for tiny angles. */
export const angleBetweenRad = (a: Vector3, b: Vector3): number => atan2(length(cross(a, b)), dot(a, b));

export const degrees = (radians: number): number => (radians * 180) / Math.PI;
export const radians = (angleDegrees: number): number => (angleDegrees * Math.PI) / 180;
