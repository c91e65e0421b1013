import type { Picture } from '@argus/imaging';
import { Matrix, solve } from 'ml-matrix';
import type { Mesh } from '../mesh/mesh.js';
import type { Point } from '../sampling/similarity-transform.js';

export const STRIP_WIDTH_PX = 512;
export const STRIP_HEIGHT_PX = 128;
export const STRIP_VALUES = STRIP_WIDTH_PX * STRIP_HEIGHT_PX * 3;

/** Mesh points of the face's quadrilateral, counter-clockwise from the top left; each is pushed away from the nose. */
const QUADRILATERAL = [103, 150, 379, 332] as const;
const NOSE = 4;
const PUSH = { x: 0.4, y: 0.2 };
/** The strip is the band between the rows of these points. */
const [BAND_TOP, BAND_BOTTOM] = [151, 195] as const;

/** Eight numbers of a projective map of the plane; the ninth is 1. */
type Homography = readonly number[];

/**
 * Writes the band of both eyes into `out` as RGB floats 0 to 1, row by row, 512 × 128. The face's quadrilateral is mapped to a
 * square; the band is its rows around the eyes. Pixels outside the picture are black.
 */
export function eyeStrip(picture: Picture, mesh: Mesh, out: Float32Array, offset: number): void {
  const nose = mesh.at(NOSE);
  const corners = QUADRILATERAL.map((index): Point => {
    const { x, y } = mesh.at(index);
    return { x: x + (x - nose.x) * PUSH.x, y: y + (y - nose.y) * PUSH.y };
  });
  const edge = STRIP_WIDTH_PX;
  const square = [
    { x: 0, y: 0 },
    { x: 0, y: edge },
    { x: edge, y: edge },
    { x: edge, y: 0 },
  ];
  const toSquare = homography(corners, square);
  const toPicture = homography(square, corners);
  const top = map(toSquare, mesh.at(BAND_TOP)).y;
  const bottom = map(toSquare, mesh.at(BAND_BOTTOM)).y;
  let at = offset;
  for (let row = 0; row < STRIP_HEIGHT_PX; row++) {
    const y = top + ((bottom - top) * (row + 0.5)) / STRIP_HEIGHT_PX;
    for (let column = 0; column < edge; column++, at += 3) {
      sample(picture, map(toPicture, { x: column + 0.5, y }), out, at);
    }
  }
}

/** Returns the projective map that takes each of four points to the point of the same index. */
function homography(from: readonly Point[], to: readonly Point[]): Homography {
  const rows = from.flatMap(({ x, y }, i) => {
    const { x: u, y: v } = to[i]!;
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y],
      [0, 0, 0, x, y, 1, -v * x, -v * y],
    ];
  });
  const targets = to.flatMap(({ x, y }) => [x, y]);
  return solve(new Matrix(rows), Matrix.columnVector(targets)).to1DArray();
}

function map([a, b, c, d, e, f, g, h]: Homography, { x, y }: Point): Point {
  const w = g! * x + h! * y + 1;
  return { x: (a! * x + b! * y + c!) / w, y: (d! * x + e! * y + f!) / w };
}

function sample({ rgb, width, height }: Picture, { x, y }: Point, out: Float32Array, at: number): void {
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  if (!(left >= -1 && top >= -1 && left < width && top < height)) {
    out[at] = out[at + 1] = out[at + 2] = 0;
    return;
  }
  const across = x - 0.5 - left;
  const down = y - 0.5 - top;
  const x0 = Math.max(left, 0);
  const x1 = Math.min(left + 1, width - 1);
  const y0 = Math.max(top, 0) * width;
  const y1 = Math.min(top + 1, height - 1) * width;
  for (let channel = 0; channel < 3; channel++) {
    const value = (column: number, row: number) => rgb[(row + column) * 3 + channel]!;
    const above = value(x0, y0) * (1 - across) + value(x1, y0) * across;
    const below = value(x0, y1) * (1 - across) + value(x1, y1) * across;
    out[at + channel] = (above * (1 - down) + below * down) / 255;
  }
}
