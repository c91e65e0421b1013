import type { Picture } from '@argus/imaging';
import type { SimilarityTransform } from './similarity-transform.js';

export interface SamplingGrid {
  readonly sizePx: number;
  readonly mirrored: boolean;
  /** Samples per axis and pixel of the crop. */
  readonly taps: number;
}

/** Writes the mean of `taps²` samples per pixel into `out`, as bytes are scaled. Outside the picture is black. */
export function sampleGrid(
  picture: Picture,
  toPicture: SimilarityTransform,
  grid: SamplingGrid,
  out: Float32Array,
  offset: number,
): void {
  if (toPicture.b === 0) sampleUpright(picture, toPicture, grid, out, offset);
  else sampleRotated(picture, toPicture, grid, out, offset);
}

/** Where a sample falls on an axis only depends on its column or row if the crop is not rotated: the same samples in a third of the time. */
function sampleUpright(
  { rgb, width, height }: Picture,
  { a, tx, ty }: SimilarityTransform,
  { sizePx, mirrored, taps }: SamplingGrid,
  out: Float32Array,
  offset: number,
): void {
  const weight = 1 / (taps * taps);
  const columns = sampledBytes(a, tx, width, 3, { sizePx, mirrored, taps });
  const rows = sampledBytes(a, ty, height, width * 3, { sizePx, mirrored: false, taps });
  let at = offset;
  for (let v = 0; v < sizePx; v++) {
    for (let u = 0; u < sizePx; u++, at += 3) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let j = v * taps; j < (v + 1) * taps; j++) {
        const row = rows[j]!;
        if (row < 0) continue;
        for (let i = u * taps; i < (u + 1) * taps; i++) {
          const column = columns[i]!;
          if (column < 0) continue;
          red += rgb[row + column]!;
          green += rgb[row + column + 1]!;
          blue += rgb[row + column + 2]!;
        }
      }
      out[at] = red * weight;
      out[at + 1] = green * weight;
      out[at + 2] = blue * weight;
    }
  }
}

/** Returns for each sample of an axis the offset of its pixel in bytes, -1 outside of the picture. */
function sampledBytes(
  scale: number,
  shift: number,
  length: number,
  stride: number,
  { sizePx, mirrored, taps }: SamplingGrid,
): Int32Array {
  const step = 1 / taps;
  const offsets = new Int32Array(sizePx * taps);
  for (let i = 0; i < offsets.length; i++) {
    const pixel = Math.floor(i / taps);
    const inCrop = (mirrored ? sizePx - 1 - pixel : pixel) + step / 2 + (i % taps) * step;
    const inPicture = Math.floor(scale * inCrop + shift);
    offsets[i] = inPicture < 0 || inPicture >= length ? -1 : inPicture * stride;
  }
  return offsets;
}

function sampleRotated(
  { rgb, width, height }: Picture,
  { a, b, tx, ty }: SimilarityTransform,
  { sizePx, mirrored, taps }: SamplingGrid,
  out: Float32Array,
  offset: number,
): void {
  const weight = 1 / (taps * taps);
  const step = 1 / taps;
  let at = offset;
  for (let v = 0; v < sizePx; v++) {
    for (let u = 0; u < sizePx; u++, at += 3) {
      let red = 0;
      let green = 0;
      let blue = 0;
      const left = (mirrored ? sizePx - 1 - u : u) + step / 2;
      for (let j = 0; j < taps; j++) {
        const cv = v + step / 2 + j * step;
        for (let i = 0; i < taps; i++) {
          const cu = left + i * step;
          const x = a * cu - b * cv + tx;
          const y = b * cu + a * cv + ty;
          if (x < 0 || y < 0 || x >= width || y >= height) continue;
          // Truncating equals Math.floor here, since both are positive, and is faster.
          const from = ((y | 0) * width + (x | 0)) * 3;
          red += rgb[from]!;
          green += rgb[from + 1]!;
          blue += rgb[from + 2]!;
        }
      }
      out[at] = red * weight;
      out[at + 1] = green * weight;
      out[at + 2] = blue * weight;
    }
  }
}
