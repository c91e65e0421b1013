import type { Point } from '../sampling/similarity-transform.js';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A face found by the detector, in pixels of the decoded picture. */
export interface Detection {
  readonly box: Box;
  /** 0 to 1. */
  readonly score: number;
  /** The person's own right eye, which is on the left of the picture. */
  readonly rightEye: Point;
  readonly leftEye: Point;
}

export const areaOf = ({ width, height }: Box): number => width * height;

/** Share of the picture's width and height. Of 60 faces cut to 0.75 of their box all are beyond one of them, of whole ones none. */
const FILLING_WIDTH = 0.9;
const FILLING_HEIGHT = 0.98;

/** Whether a face leaves no room around it, so that the person should move back. */
export const fillsPicture = (
  box: Box,
  picture: { readonly width: number; readonly height: number },
): boolean => box.width >= FILLING_WIDTH * picture.width || box.height >= FILLING_HEIGHT * picture.height;

/**
 * Returns the share of the smaller box that lies in the other, 0 to 1. On close-ups the detector also reports parts of a
 * large face as small faces. Intersection over union would not recognise these as duplicates.
 */
export function overlapOf(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / Math.min(areaOf(one), areaOf(other));
}

/** Keeps the best of boxes that overlap more than `limit`. Returns the best first. */
export function suppressOverlaps(detections: readonly Detection[], limit: number): Detection[] {
  const kept: Detection[] = [];
  for (const candidate of [...detections].sort((one, other) => other.score - one.score)) {
    if (kept.every(({ box }) => overlapOf(box, candidate.box) <= limit)) kept.push(candidate);
  }
  return kept;
}
