import type { Point } from '../screens/screen.js';
import type { Vector3 } from '../vectors/vector.js';

/** One measurement of gaze, in camera coordinates (x to the right of the picture, y down, z away from the camera). */
export interface GazeMeasurement {
  /** Unit vector. */
  readonly gaze: Vector3;
  /** The eye, or the midpoint of both. */
  readonly originMm: Vector3;
  /** Two numbers that follow the gaze, e.g. the iris in the eye; unit-free. */
  readonly features?: readonly [u: number, v: number] | undefined;
  /** Height over width of the eye. */
  readonly eyeOpenness?: number | undefined;
  readonly blink?: boolean | undefined;
  /** 0 to 1. */
  readonly confidence?: number | undefined;
}

/** A measurement taken while the person was asked to look at a known target. */
export interface GazeSample extends GazeMeasurement {
  readonly timeMs: number;
  /** True where the time is unknown and only gives the order. */
  readonly untimed?: boolean | undefined;
  /** Fractions of the screen. */
  readonly target: Point;
  /** True where the picture held no usable face; the other fields are then ignored. */
  readonly lost?: boolean | undefined;
}

export const rejectionReasons = [
  'NO_FACE',
  'NOT_FINITE',
  'GAZE_NOT_UNIT',
  'LOOKING_AWAY',
  'ORIGIN_OUT_OF_RANGE',
  'BLINK',
  'LOW_CONFIDENCE',
  'REPEATED',
  'OUTLIER',
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];
