import type { Box } from '../detection/detection.js';
import { apply, scaleOf, type Point, type SimilarityTransform } from '../sampling/similarity-transform.js';
import type { EyePoints } from './mesh-points.js';

export const MESH_POINT_COUNT = 468;
/** Edge of FaceMesh's input in pixels. */
export const MESH_SIZE_PX = 192;

export interface SpacePoint extends Point {
  /** Depth in the unit of x and y; smaller is nearer to the camera. */
  readonly z: number;
}

/** The 468 points of a face, in pixels of its crop and of the picture. */
export class Mesh {
  constructor(
    /** x, y, z per point in pixels of the crop. */
    private readonly values: Float32Array,
    readonly cropToPicture: SimilarityTransform,
    /** How sure the model is that the crop shows a face, 0 to 1. */
    readonly score: number,
  ) {}

  /** In pixels of the crop, where the face is about upright. */
  inCrop(index: number): SpacePoint {
    const at = index * 3;
    return { x: this.values[at]!, y: this.values[at + 1]!, z: this.values[at + 2]! };
  }

  /** In pixels of the picture. */
  at(index: number): SpacePoint {
    const point = this.inCrop(index);
    return { ...apply(this.cropToPicture, point), z: point.z * scaleOf(this.cropToPicture) };
  }

  /** The smallest upright box of the picture around all points. */
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

  eyeCentre({ outerCorner, innerCorner }: EyePoints): Point {
    return midpoint(this.at(outerCorner), this.at(innerCorner));
  }
}

export const midpoint = (one: Point, other: Point): Point => ({
  x: (one.x + other.x) / 2,
  y: (one.y + other.y) / 2,
});

export const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);

/** Angle of the line between two points against the horizontal, radians. */
export const angle = (from: Point, to: Point): number => Math.atan2(to.y - from.y, to.x - from.x);
