import type { Box } from '../detection/detection.js';
import { apply, scaleOf, type Point, type SimilarityTransform } from '../sampling/similarity-transform.js';
import { leftEyePoints, rightEyePoints, type EyePoints } from './mesh-points.js';

export const MESH_POINT_COUNT = 468;
/** Edge of FaceMesh's input in pixels. */
export const MESH_SIZE_PX = 192;

export interface SpacePoint extends Point {
  /** Depth in the unit of x and y. Smaller is nearer to the camera. */
  readonly z: number;
}

/** The 468 points of a face, in pixels of its crop and of the picture. */
export class Mesh {
  constructor(
    /** x, y, z per point in pixels of the crop. */
    private readonly values: Float32Array,
    readonly cropToPicture: SimilarityTransform,
    /** Confidence of the model that the crop shows a face, 0 to 1. */
    readonly score: number,
  ) {}

  /** Returns a point in pixels of the crop, in which the face is about upright. */
  inCrop(index: number): SpacePoint {
    const at = index * 3;
    return { x: this.values[at]!, y: this.values[at + 1]!, z: this.values[at + 2]! };
  }

  /** Returns a point in pixels of the picture. */
  at(index: number): SpacePoint {
    const point = this.inCrop(index);
    return { ...apply(this.cropToPicture, point), z: point.z * scaleOf(this.cropToPicture) };
  }

  /** Returns x, y, z of every point in pixels of the picture, times `scale`. */
  points(scale: number): Float32Array {
    const points = new Float32Array(MESH_POINT_COUNT * 3);
    for (let i = 0; i < MESH_POINT_COUNT; i++) {
      const { x, y, z } = this.at(i);
      points.set([x * scale, y * scale, z * scale], i * 3);
    }
    return points;
  }

  /** Returns the smallest upright box around all points, in pixels of the picture. */
  box(): Box {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < MESH_POINT_COUNT; i++) {
      const { x, y } = this.at(i);
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x);
      bottom = Math.max(bottom, y);
    }
    return { x: left, y: top, width: right - left, height: bottom - top };
  }

  /** Returns the angle between the line through the eyes and the picture's horizontal, in radians. */
  tilt(): number {
    return angle(this.eyeCentre(rightEyePoints), this.eyeCentre(leftEyePoints));
  }

  eyeCentre({ outerCorner, innerCorner }: EyePoints): Point {
    return midpoint(this.at(outerCorner), this.at(innerCorner));
  }
}

export const midpoint = (one: Point, other: Point): Point => ({
  x: (one.x + other.x) / 2,
  y: (one.y + other.y) / 2,
});

export const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);

/** Returns the angle between the line through two points and the horizontal, in radians. */
export const angle = (from: Point, to: Point): number => Math.atan2(to.y - from.y, to.x - from.x);
