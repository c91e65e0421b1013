import type { Picture } from '@argus/imaging';
import { sampleGrid } from './sample-grid.js';
import { scaleOf, type SimilarityTransform } from './similarity-transform.js';

/** Scaling of bytes to model input: `(byte − mean) × scale`, per channel in RGB order. */
export interface PixelScaling {
  readonly scale: number;
  readonly mean: readonly [number, number, number];
}

export const zeroToOne: PixelScaling = { scale: 1 / 255, mean: [0, 0, 0] };
export const minusOneToOne: PixelScaling = { scale: 1 / 127.5, mean: [127.5, 127.5, 127.5] };

/** More taps per axis take time but add no detail. */
const MAX_TAPS = 4;

/** Options of a square crop. Only the pixels of the crop are converted to floats. */
export interface CropOptions {
  readonly sizePx: number;
  readonly scaling: PixelScaling;
  /** True swaps left and right, for a model that knows only one eye. */
  readonly mirrored?: boolean;
}

/**
 * Writes `sizePx² × 3` floats into `out` from `offset`. Enlarging interpolates linearly. Reducing averages a grid of
 * samples per pixel to prevent aliasing. Pixels outside the picture are black.
 */
export function sampleCrop(
  picture: Picture,
  toPicture: SimilarityTransform,
  { sizePx, scaling, mirrored = false }: CropOptions,
  out: Float32Array,
  offset = 0,
): void {
  const zoom = scaleOf(toPicture);
  if (zoom > 1.25)
    sampleGrid(
      picture,
      toPicture,
      { sizePx, mirrored, taps: Math.min(MAX_TAPS, Math.ceil(zoom)) },
      out,
      offset,
    );
  else sampleLinear(picture, toPicture, sizePx, mirrored, out, offset);
  const { scale, mean } = scaling;
  for (let i = offset, end = offset + sizePx * sizePx * 3; i < end; i += 3) {
    out[i] = (out[i]! - mean[0]) * scale;
    out[i + 1] = (out[i + 1]! - mean[1]) * scale;
    out[i + 2] = (out[i + 2]! - mean[2]) * scale;
  }
}

function sampleLinear(
  { rgb, width, height }: Picture,
  { a, b, tx, ty }: SimilarityTransform,
  size: number,
  mirrored: boolean,
  out: Float32Array,
  offset: number,
): void {
  let at = offset;
  for (let v = 0; v < size; v++) {
    for (let u = 0; u < size; u++, at += 3) {
      const cu = (mirrored ? size - 1 - u : u) + 0.5;
      const x = a * cu - b * (v + 0.5) + tx - 0.5;
      const y = b * cu + a * (v + 0.5) + ty - 0.5;
      if (x <= -1 || y <= -1 || x >= width || y >= height) {
        out[at] = out[at + 1] = out[at + 2] = 0;
        continue;
      }
      const x0 = Math.floor(x);
      const y0 = Math.floor(y);
      const fx = x - x0;
      const fy = y - y0;
      const left = x0 < 0 ? 0 : x0;
      const right = x0 + 1 >= width ? width - 1 : x0 + 1;
      const top = (y0 < 0 ? 0 : y0) * width;
      const bottom = (y0 + 1 >= height ? height - 1 : y0 + 1) * width;
      const i00 = (top + left) * 3;
      const i01 = (top + right) * 3;
      const i10 = (bottom + left) * 3;
      const i11 = (bottom + right) * 3;
      const w00 = (1 - fx) * (1 - fy);
      const w01 = fx * (1 - fy);
      const w10 = (1 - fx) * fy;
      const w11 = fx * fy;
      out[at] = rgb[i00]! * w00 + rgb[i01]! * w01 + rgb[i10]! * w10 + rgb[i11]! * w11;
      out[at + 1] = rgb[i00 + 1]! * w00 + rgb[i01 + 1]! * w01 + rgb[i10 + 1]! * w10 + rgb[i11 + 1]! * w11;
      out[at + 2] = rgb[i00 + 2]! * w00 + rgb[i01 + 2]! * w01 + rgb[i10 + 2]! * w10 + rgb[i11 + 2]! * w11;
    }
  }
}
