import type { Box } from '../detection/detection.js';
import type { HeadPose } from '../mesh/head-pose.js';
import type { FramePrint } from './frame-print.js';

/** The face in one frame of a series. */
export interface FaceSighting {
  /** Milliseconds since the start of the series. */
  readonly atMs: number;
  /** In pixels of the upright file. */
  readonly box: Box;
  readonly pose: HeadPose;
  /** x, y, z of the 468 points of the mesh in pixels of the upright file. */
  readonly landmarks: Float32Array;
  /** Height divided by width between the lids, mean of both eyes. */
  readonly openness: number;
  readonly print: FramePrint;
}
