import type { Ellipse, MappedPoint, Point } from './api.js';

export interface TargetResult {
  readonly index: number;
  /** Pixels of the screen. */
  readonly target: Point;
  /** Mean of what was measured; null when nothing was. */
  readonly mean: Point | null;
  /** Of one measurement, as the fit expects it; null when nothing was measured. */
  readonly ellipse: Ellipse | null;
  readonly errorPx: number | null;
  readonly errorMm: number | null;
  readonly errorDegrees: number | null;
  /** Share of pictures without a usable gaze. */
  readonly lost: number;
}

export interface Measured {
  readonly point: MappedPoint;
  /** From the eye to the screen. */
  readonly distanceMm: number;
}

/** How far measurements of one target lie from it. Distances to the mean of the points, as eye trackers report accuracy. */
export function targetResult(
  index: number,
  target: Point,
  measured: readonly Measured[],
  taken: number,
  mmPerPx: Point,
): TargetResult {
  const valid = measured.filter(({ point }) => point.valid && point.x_px !== null && point.y_px !== null);
  const lost = taken === 0 ? 1 : 1 - valid.length / taken;
  if (valid.length === 0)
    return {
      index,
      target,
      mean: null,
      ellipse: null,
      errorPx: null,
      errorMm: null,
      errorDegrees: null,
      lost,
    };
  const average = (of: (each: Measured) => number) =>
    valid.reduce((sum, each) => sum + of(each), 0) / valid.length;
  const mean = { x: average(({ point }) => point.x_px!), y: average(({ point }) => point.y_px!) };
  const [dx, dy] = [mean.x - target.x, mean.y - target.y];
  const errorMm = Math.hypot(dx * mmPerPx.x, dy * mmPerPx.y);
  const distance = average(({ distanceMm }) => distanceMm);
  const middle = valid[valid.length >> 1]!.point.error_ellipse_px;
  return {
    index,
    target,
    mean,
    ellipse: middle,
    errorPx: Math.hypot(dx, dy),
    errorMm,
    errorDegrees: (Math.atan2(errorMm, distance) * 180) / Math.PI,
    lost,
  };
}

export const meanOf = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
};
