import { apply, scaleOf } from '../sampling/similarity-transform.js';
import type { Detection } from './detection.js';
import { GRID_STRIDES_PX, type Look } from './look.js';

/** What the detector says of every cell of one grid, row by row. */
export interface GridPredictions {
  readonly classScores: Float32Array;
  readonly objectScores: Float32Array;
  /** Four values per cell: centre counted from the cell's corner in cells, logarithm of width and height in cells. */
  readonly boxes: Float32Array;
  /** Five points per cell: right eye, left eye, nose, corners of the mouth; counted as the centre. */
  readonly points: Float32Array;
}

const VALUES_PER_BOX = 4;
const VALUES_PER_POINTS = 10;

/** Whether a prediction is a face, by its score and its width in input pixels. */
export type Acceptance = (score: number, widthPx: number) => boolean;

/** Returns the accepted faces, in pixels of the picture, in the order of the grids. */
export function facesIn(grids: readonly GridPredictions[], look: Look, accepts: Acceptance): Detection[] {
  return grids.flatMap((grid, i) => facesOfGrid(grid, GRID_STRIDES_PX[i]!, look, accepts));
}

function facesOfGrid(
  { classScores, objectScores, boxes, points }: GridPredictions,
  stridePx: number,
  { toPicture, left, top, width }: Look,
  accepts: Acceptance,
): Detection[] {
  const columns = width / stridePx;
  const scale = scaleOf(toPicture);
  const found: Detection[] = [];
  classScores.forEach((classScore, cell) => {
    const score = Math.sqrt(clamp(classScore) * clamp(objectScores[cell]!));
    const widthPx = Math.exp(boxes[cell * VALUES_PER_BOX + 2]!) * stridePx;
    if (!accepts(score, widthPx)) return;
    const place = (values: Float32Array, at: number) =>
      apply(toPicture, {
        x: left + ((cell % columns) + values[at]!) * stridePx,
        y: top + (Math.floor(cell / columns) + values[at + 1]!) * stridePx,
      });
    const centre = place(boxes, cell * VALUES_PER_BOX);
    const boxWidth = widthPx * scale;
    const boxHeight = Math.exp(boxes[cell * VALUES_PER_BOX + 3]!) * stridePx * scale;
    found.push({
      score,
      box: {
        x: centre.x - boxWidth / 2,
        y: centre.y - boxHeight / 2,
        width: boxWidth,
        height: boxHeight,
      },
      rightEye: place(points, cell * VALUES_PER_POINTS),
      leftEye: place(points, cell * VALUES_PER_POINTS + 2),
    });
  });
  return found;
}

const clamp = (score: number): number => Math.min(Math.max(score, 0), 1);
