import type { Vector3 } from '@argus/gaze-geometry';
import type { Box } from '../detection/detection.js';
import type { Point } from '../sampling/similarity-transform.js';

export const gazeRefusals = ['MESH_SCORE_LOW', 'EYES_NOT_VISIBLE', 'POSE_NOT_FOUND'] as const;
export type GazeRefusal = (typeof gazeRefusals)[number];

export interface EyeSighting {
  /** Centre of the iris in pixels of the upright file. */
  readonly iris: Point;
  /** Height over width between the lids. */
  readonly openness: number;
}

/** Where one face looks. Millimetres and directions in camera axes: x to the right of the picture, y down, z away. */
export interface FaceGaze {
  /** In pixels of the upright file. */
  readonly box: Box;
  /** x, y, z of 478 points in pixels of the upright file: FaceMesh's 468, then centre and rim of the right and left iris. */
  readonly landmarks: Float32Array;
  readonly right: EyeSighting;
  readonly left: EyeSighting;
  /** Both eyes closed. */
  readonly blink: boolean;
  /** Axis times angle, radians. */
  readonly headRotation: Vector3;
  /** Of the point between the eyes that is the head model's origin. */
  readonly headTranslation: Vector3;
  /** Between the eyes' centres of rotation. */
  readonly origin: Vector3;
  /** Unit vector. */
  readonly direction: Vector3;
  /** Iris in the eye without geometry, or the output of a gaze model. */
  readonly features: readonly [number, number];
  readonly confidence: number;
}

/** What came of looking for a face's gaze. */
export type GazeOutcome =
  { readonly ok: true; readonly gaze: FaceGaze } | { readonly ok: false; readonly refusal: GazeRefusal };
