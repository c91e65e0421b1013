import { IRIS_DIAMETER_MM } from './face-model.js';

/** Standard deviation of the eye distance of adults, as a share (Dodgson 2004: 3.8 of 63.4 mm). */
const HEAD_SIZE_SPREAD = 0.06;
/** Standard deviation of the iris diameter, as a share (11.7 ± 0.5 mm). */
const IRIS_SIZE_SPREAD = 0.043;
/** Repeatability of the iris model's width. */
const IRIS_WIDTH_ERROR_PX = 0.7;

export interface IrisSize {
  /** Mean over the open eyes, corrected as if they looked into the camera. */
  readonly widthPx: number;
  readonly focalPx: number;
}

/**
 * Returns the factor by which the head is farther away, and larger, than the mean head suggests. It averages the depths from
 * head and iris, each weighted by the inverse variance of its known size. Directions are not affected.
 * @param headDepthMm depth of the head if it has the mean size.
 * @param iris undefined if no eye is open; the factor is then 1.
 */
export function depthCorrection(headDepthMm: number, iris: IrisSize | undefined): number {
  if (!iris || !(iris.widthPx > 0)) return 1;
  const irisDepthMm = (iris.focalPx * IRIS_DIAMETER_MM) / iris.widthPx;
  const irisSpread = Math.hypot(IRIS_SIZE_SPREAD, IRIS_WIDTH_ERROR_PX / iris.widthPx);
  const headWeight = 1 / HEAD_SIZE_SPREAD ** 2;
  const irisWeight = 1 / irisSpread ** 2;
  const fused = (headDepthMm * headWeight + irisDepthMm * irisWeight) / (headWeight + irisWeight);
  return fused / headDepthMm;
}
