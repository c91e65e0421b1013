import type { Vector3 } from '@argus/gaze-geometry';
import type { Box } from '../detection/detection.js';
import type { Point } from '../sampling/similarity-transform.js';

export const gazeRefusals = ['MESH_SCORE_LOW', 'EYES_NOT_VISIBLE', 'POSE_NOT_FOUND'] as const;
export type GazeRefusal = (typeof gazeRefusals)[number];

export interface EyeSighting {
  /** Centre of the iris in pixels of the upright file. */
  readonly iris: Point;
  /** Height divided by width between the lids. */
  readonly openness: number;
}

/** Where a person looks, as far as it is known before a calibration. */
export interface UncalibratedGaze {
  /** Unit vector. */
  readonly direction: Vector3;
  readonly source: 'geometry' | 'network';
  /** Name of what measured it. */
  readonly model: string;
  /** Mean error measured for that model; null if nobody measured it. */
  readonly expectedErrorDeg: number | null;
}

/** Gaze of one face, in millimetres and camera axes: x to the right of the picture, y down, z away. */
export interface FaceGaze {
  /** In pixels of the upright file. */
  readonly box: Box;
  /** x, y, z of 478 points in pixels of the upright file: 468 of FaceMesh, then right and left iris (centre, rim). */
  readonly landmarks: Float32Array;
  readonly right: EyeSighting;
  readonly left: EyeSighting;
  /** Both eyes closed. */
  readonly blink: boolean;
  /** Axis times angle, radians. */
  readonly headRotation: Vector3;
  /** Position of the head model's origin, a point between the eyes. */
  readonly headTranslation: Vector3;
  /** Midpoint of the eyes' centres of rotation. */
  readonly origin: Vector3;
  /** Unit vector, by geometry: what a calibration is fitted to. */
  readonly direction: Vector3;
  /** By a gaze network where one is configured, by geometry else. */
  readonly uncalibrated: UncalibratedGaze;
  /** Position of the iris in the eye without geometry, or the output of a gaze network; null if that is no number. */
  readonly features: readonly [number, number] | null;
  readonly confidence: number;
}

/** The gaze of a face, or why it could not be measured. */
export type GazeOutcome =
  { readonly ok: true; readonly gaze: FaceGaze } | { readonly ok: false; readonly refusal: GazeRefusal };
