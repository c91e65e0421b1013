import type { Vector3 } from '@argus/gaze-geometry';
import type { Picture } from '@argus/imaging';
import type { Irises } from '../mesh/iris.js';
import type { Mesh } from '../mesh/mesh.js';

export interface NetworkFace {
  readonly picture: Picture;
  readonly mesh: Mesh;
  readonly irises: Irises;
  /** Axis times angle, radians, in camera axes. */
  readonly headRotation: Vector3;
  /** Millimetres, in camera axes. */
  readonly headTranslation: Vector3;
  /** Midpoint of the eyes, millimetres in camera axes. */
  readonly origin: Vector3;
}

export interface NetworkGaze {
  /** Unit vector in camera axes. */
  readonly direction: Vector3;
  /** Two numbers that follow the gaze, for the fit per person. */
  readonly features: readonly [number, number];
}

/** What a gaze network computes, whatever its shape. */
export interface GazeReader {
  /** One answer per face, in order; null where the network's numbers are none. */
  look(faces: readonly NetworkFace[]): Promise<(NetworkGaze | null)[]>;
}
