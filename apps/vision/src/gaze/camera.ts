import type { CameraIntrinsics } from '@argus/contracts';
import { normalise, type Vector3 } from '@argus/gaze-geometry';
import type { Point } from '../sampling/similarity-transform.js';

/**
 * Focal length over the longer edge where none is given. Webcams have 60° to 75° across, which is 0.87 to 0.65 for the
 * width; phones and notebooks of the last years stand nearer to 0.9.
 */
const ESTIMATED_FOCAL_SHARE = 0.9;

/** A pinhole camera in pixels of the picture at hand. */
export interface Camera {
  readonly fx: number;
  readonly fy: number;
  readonly cx: number;
  readonly cy: number;
}

/** The given camera scaled to a picture of this size, or an estimate. */
export function cameraOf(
  { width, height }: { readonly width: number; readonly height: number },
  given?: CameraIntrinsics | null,
): Camera {
  if (!given) {
    const focal = Math.max(width, height) * ESTIMATED_FOCAL_SHARE;
    return { fx: focal, fy: focal, cx: width / 2, cy: height / 2 };
  }
  const across = width / given.width_px;
  const down = height / given.height_px;
  return {
    fx: given.focal_length_x_px * across,
    fy: given.focal_length_y_px * down,
    cx: given.principal_x_px * across,
    cy: given.principal_y_px * down,
  };
}

/** Where the camera sees a point; the point must lie before it (z > 0). */
export const project = ({ fx, fy, cx, cy }: Camera, [x, y, z]: Vector3): Point => ({
  x: (fx * x) / z + cx,
  y: (fy * y) / z + cy,
});

/** Unit vector from the camera through a pixel. */
export const ray = ({ fx, fy, cx, cy }: Camera, { x, y }: Point): Vector3 =>
  normalise([(x - cx) / fx, (y - cy) / fy, 1]);
