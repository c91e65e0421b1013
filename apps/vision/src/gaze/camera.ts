import type { CameraIntrinsics } from '@argus/contracts';
import { normalise, type Vector3 } from '@argus/gaze-geometry';
import type { Point } from '../sampling/similarity-transform.js';

/**
 * Estimated focal length divided by the longer edge. Webcams see 60° to 75° horizontally, which is 0.87 to 0.65 of the
 * width. Recent phones and notebooks are nearer to 0.9.
 */
const ESTIMATED_FOCAL_SHARE = 0.9;

/** A pinhole camera in pixels of one picture. */
export interface Camera {
  readonly fx: number;
  readonly fy: number;
  readonly cx: number;
  readonly cy: number;
}

/** Returns the given camera scaled to the size of the picture, or an estimate if none is given. */
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

/** Returns the pixel at which the camera sees a point. The point must be in front of it (z > 0). */
export const project = ({ fx, fy, cx, cy }: Camera, [x, y, z]: Vector3): Point => ({
  x: (fx * x) / z + cx,
  y: (fy * y) / z + cy,
});

/** Returns the unit vector from the camera through a pixel. */
export const ray = ({ fx, fy, cx, cy }: Camera, { x, y }: Point): Vector3 =>
  normalise([(x - cx) / fx, (y - cy) / fy, 1]);
