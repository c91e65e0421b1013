import { IRIS_DIAMETER_MM } from './face-model.js';

/** How much eye distance differs between adults, as a share (Dodgson 2004: 3.8 of 63.4 mm). */
const HEAD_SIZE_SPREAD = 0.06;
/** The same of the iris across (11.7 ± 0.5 mm). */
const IRIS_SIZE_SPREAD = 0.043;
/** Repeatability of the iris model. */
const IRIS_WIDTH_ERROR_PX = 0.7;

export interface IrisSize {
  /** Mean over the eyes that are open, turned to the camera. */
  readonly widthPx: number;
  readonly focalPx: number;
}

/**
 * How much farther away than the mean head says this head is (and larger by the same): the mean of both depths, each
 * weighted by how well its ruler is known. Directions do not change by it.
 * @param headDepthMm by the mean head; undefined `iris` when no eye is open.
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
