import { median } from '../samples/statistics.js';
import type { GazeSample } from '../samples/sample.js';
import { length, subtract, type Vector3 } from '../vectors/vector.js';

/** Where the eyes were during the calibration. */
export interface HeadRange {
  readonly centreMm: Vector3;
  /** Farthest from the centre among the samples. */
  readonly reachMm: number;
  readonly nearestMm: number;
  readonly farthestMm: number;
}

export function headRangeOf(samples: readonly GazeSample[]): HeadRange {
  const axis = (i: 0 | 1 | 2): number => median(samples.map(({ originMm }) => originMm[i]));
  const centreMm: Vector3 = [axis(0), axis(1), axis(2)];
  const distances = samples.map(({ originMm }) => length(originMm));
  return {
    centreMm,
    reachMm: Math.max(...samples.map(({ originMm }) => length(subtract(originMm, centreMm)))),
    nearestMm: Math.min(...distances),
    farthestMm: Math.max(...distances),
  };
}

/* How far beyond the calibrated range an answer still counts: with geometry the head may move, without it may not. */
const FREE_HEAD_MM = 100;
const FREE_DISTANCE_SHARE = 0.15;
const FIXED_HEAD_MM = 30;

export function headIsInRange(range: HeadRange, originMm: Vector3, fixedHead: boolean): boolean {
  const moved = length(subtract(originMm, range.centreMm)) - range.reachMm;
  if (fixedHead) return moved <= FIXED_HEAD_MM;
  const distance = length(originMm);
  return (
    moved <= FREE_HEAD_MM &&
    distance >= range.nearestMm * (1 - FREE_DISTANCE_SHARE) &&
    distance <= range.farthestMm * (1 + FREE_DISTANCE_SHARE)
  );
}
