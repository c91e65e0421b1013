import type { Point } from '../sampling/similarity-transform.js';

/** Edge of BlazeFace's input in pixels. */
export const DETECTOR_SIZE_PX = 256;

/** Feature maps of the detector: cell size in input pixels and boxes predicted per cell. */
const layers = [
  { stridePx: 16, boxesPerCell: 2 },
  { stridePx: 32, boxesPerCell: 6 },
] as const;

/** Returns the centres from which the detector's offsets count, in output order: 512 fine, then 384 coarse. */
export function detectorAnchors(): readonly Point[] {
  return layers.flatMap(({ stridePx, boxesPerCell }) => {
    const cells = DETECTOR_SIZE_PX / stridePx;
    return Array.from({ length: cells * cells }, (_, cell) => {
      const centre = {
        x: stridePx * ((cell % cells) + 0.5),
        y: stridePx * (Math.floor(cell / cells) + 0.5),
      };
      return Array<Point>(boxesPerCell).fill(centre);
    }).flat();
  });
}
