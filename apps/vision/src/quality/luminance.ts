/** Bounding box, in pixels of a square crop, of the ellipse that counts as face. */
export interface FaceRegion {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface LuminanceMeasures {
  readonly detail: number;
  readonly darkShare: number;
  readonly brightShare: number;
  readonly entropyBits: number;
  readonly halvesOverlap: number;
}

const LEVELS = 256;
const DARK_BELOW = 26;
const BRIGHT_FROM = 247;
/** The halves are compared by coarse histograms, so that noise does not count as a difference. */
const COARSE_LEVELS = 32;

/** Measures light and detail of a face from its crop (RGB floats 0 to 1, `sizePx` × `sizePx`). */
export function luminance(crop: Float32Array, sizePx: number, region: FaceRegion): LuminanceMeasures {
  const luma = toLuma(crop, sizePx);
  const histogram = new Uint32Array(LEVELS);
  const halves = [new Uint32Array(COARSE_LEVELS), new Uint32Array(COARSE_LEVELS)] as const;
  const centre = (region.left + region.right) / 2;
  const light = new RunningDeviation();
  const edges = new RunningDeviation();
  forEachInside(sizePx, region, (x, y) => {
    const at = y * sizePx + x;
    const value = luma[at]!;
    light.add(value);
    edges.add(4 * value - luma[at - 1]! - luma[at + 1]! - luma[at - sizePx]! - luma[at + sizePx]!);
    const level = Math.min(Math.max(Math.round(value), 0), LEVELS - 1);
    histogram[level]!++;
    halves[x < centre ? 0 : 1][((level * COARSE_LEVELS) / LEVELS) | 0]!++;
  });
  const count = Math.max(light.count, 1);
  const sum = (from: number, to: number) => histogram.subarray(from, to).reduce((total, n) => total + n, 0);
  return {
    detail: edges.deviation() / Math.max(light.deviation(), 1),
    darkShare: sum(0, DARK_BELOW) / count,
    brightShare: sum(BRIGHT_FROM, LEVELS) / count,
    entropyBits: entropyBits(histogram, count),
    halvesOverlap: overlap(...halves),
  };
}

function toLuma(crop: Float32Array, sizePx: number): Float32Array {
  const luma = new Float32Array(sizePx * sizePx);
  for (let i = 0, at = 0; i < luma.length; i++, at += 3) {
    luma[i] = 255 * (0.299 * crop[at]! + 0.587 * crop[at + 1]! + 0.114 * crop[at + 2]!);
  }
  return luma;
}

/** Visits every pixel of the ellipse that has four neighbours. */
function forEachInside(sizePx: number, region: FaceRegion, visit: (x: number, y: number) => void): void {
  const { left, right, top, bottom } = region;
  const radiusX = Math.max((right - left) / 2, 1);
  const radiusY = Math.max((bottom - top) / 2, 1);
  const first = Math.max(Math.ceil(top), 1);
  const last = Math.min(Math.floor(bottom), sizePx - 2);
  for (let y = first; y <= last; y++) {
    const dy = (y - (top + bottom) / 2) / radiusY;
    if (Math.abs(dy) > 1) continue;
    const half = radiusX * Math.sqrt(1 - dy * dy);
    const from = Math.max(Math.ceil((left + right) / 2 - half), 1);
    const to = Math.min(Math.floor((left + right) / 2 + half), sizePx - 2);
    for (let x = from; x <= to; x++) visit(x, y);
  }
}

class RunningDeviation {
  count = 0;
  private sum = 0;
  private squares = 0;

  add(value: number): void {
    this.count++;
    this.sum += value;
    this.squares += value * value;
  }

  deviation(): number {
    if (this.count === 0) return 0;
    const mean = this.sum / this.count;
    return Math.sqrt(Math.max(this.squares / this.count - mean * mean, 0));
  }
}

function entropyBits(histogram: Uint32Array, count: number): number {
  return histogram.reduce((bits, n) => (n === 0 ? bits : bits - (n / count) * Math.log2(n / count)), 0);
}

function overlap(one: Uint32Array, other: Uint32Array): number {
  const total = (histogram: Uint32Array) =>
    Math.max(
      histogram.reduce((sum, n) => sum + n, 0),
      1,
    );
  const oneTotal = total(one);
  const otherTotal = total(other);
  return one.reduce((shared, n, i) => shared + Math.min(n / oneTotal, other[i]! / otherTotal), 0);
}
