import type { Picture } from '@argus/imaging';
import { sampleCrop } from '../sampling/sample-crop.js';
import { cropSquare } from '../sampling/similarity-transform.js';

/** Cells per edge of a print. */
const CELLS = 16;
/** Samples per edge of a cell: fewer let the noise of an encoder through. */
const SAMPLES = 2;
const BITS = 2 * CELLS * (CELLS - 1);
export const PRINT_BYTES = BITS / 8;
/** Corners of both eyes, which give the tilt. */
const [RIGHT_EYE, LEFT_EYE] = [
  [33, 133],
  [362, 263],
] as const;

/** Which of two neighbouring cells of a face is brighter: it tells that a frame was seen before, not who is in it. */
export interface FramePrint {
  readonly print: Uint8Array;
  /** The print of the mirror image. */
  readonly mirrored: Uint8Array;
}

/**
 * Returns the print of the face in the pose it has, levelled and scaled by its mesh.
 * @param points x, y, z of the 468 points of the mesh in pixels of the picture.
 */
export function framePrint(picture: Picture, points: Float32Array): FramePrint {
  const cells = brightness(picture, points);
  const mirrored = cells.map((_, i) => cells[i - (i % CELLS) + CELLS - 1 - (i % CELLS)]!);
  return { print: differences(cells), mirrored: differences(mirrored) };
}

function brightness(picture: Picture, points: Float32Array): Float32Array {
  const middle = ([one, other]: readonly [number, number], axis: number): number =>
    (points[one * 3 + axis]! + points[other * 3 + axis]!) / 2;
  const tilt = Math.atan2(
    middle(LEFT_EYE, 1) - middle(RIGHT_EYE, 1),
    middle(LEFT_EYE, 0) - middle(RIGHT_EYE, 0),
  );
  const [cosine, sine] = [Math.cos(tilt), Math.sin(tilt)];
  const across = new Float32Array(points.length / 3).map(
    (_, i) => cosine * points[i * 3]! + sine * points[i * 3 + 1]!,
  );
  const down = across.map((_, i) => cosine * points[i * 3 + 1]! - sine * points[i * 3]!);
  const [left, right, top, bottom] = [
    Math.min(...across),
    Math.max(...across),
    Math.min(...down),
    Math.max(...down),
  ];
  const [u, v] = [(left + right) / 2, (top + bottom) / 2];
  const centre = { x: cosine * u - sine * v, y: sine * u + cosine * v };
  const sizePx = CELLS * SAMPLES;
  const rgb = new Float32Array(sizePx * sizePx * 3);
  const scaling = { scale: 1, mean: [0, 0, 0] } as const;
  sampleCrop(picture, cropSquare(centre, bottom - top, tilt, sizePx), { sizePx, scaling }, rgb);
  const cells = new Float32Array(CELLS * CELLS);
  for (let i = 0; i < sizePx * sizePx; i++) {
    const cell = Math.floor(i / sizePx / SAMPLES) * CELLS + Math.floor((i % sizePx) / SAMPLES);
    cells[cell]! += 0.299 * rgb[i * 3]! + 0.587 * rgb[i * 3 + 1]! + 0.114 * rgb[i * 3 + 2]!;
  }
  return cells;
}

function differences(cells: Float32Array): Uint8Array {
  const print = new Uint8Array(PRINT_BYTES);
  let bit = 0;
  const add = (isBrighter: boolean) => {
    if (isBrighter) print[bit >> 3]! |= 1 << (bit & 7);
    bit++;
  };
  for (let i = 0; i < cells.length; i++) {
    if (i % CELLS < CELLS - 1) add(cells[i]! < cells[i + 1]!);
    if (i < cells.length - CELLS) add(cells[i]! < cells[i + CELLS]!);
  }
  return print;
}
