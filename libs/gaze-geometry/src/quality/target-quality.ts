import { degrees } from '../angles/gaze-angle.js';
import { corrected } from '../calibrations/map-gaze.js';
import type { Calibration } from '../calibrations/calibration.js';
import { projectorOf } from '../models/index.js';
import type { GazeSample } from '../samples/sample.js';
import { average, covariance, variance } from '../samples/statistics.js';
import { countReasons, type TargetSamples } from '../samples/target-samples.js';
import { type Point, pxOfMm } from '../screens/screen.js';
import { errorMeter, type SampleError } from '../selection/target-errors.js';

/**
 * Quality at one target. Null where there are too few samples. x to the user's right, y down. Degrees are
 * seen from the measured eye, see `SampleError`.
 */
export interface TargetQuality {
  /** Fractions of the screen. */
  readonly target: Point;
  readonly samples: number;
  readonly validSamples: number;
  /** Share of samples without usable gaze, 0 to 1. */
  readonly dataLoss: number;
  readonly rejected: Readonly<Record<string, number>>;
  /** Valid samples per second of recorded time, without gaps; null where times are unknown. */
  readonly effectiveRateHz: number | null;
  /** Distance of the mean answer from the target. */
  readonly accuracyDeg: number | null;
  readonly accuracyMm: number | null;
  readonly accuracyPx: number | null;
  /** Signed: mean answer minus target. */
  readonly offsetDeg: Point | null;
  readonly offsetMm: Point | null;
  readonly offsetPx: Point | null;
  /** Standard deviation, both axes together (population form). */
  readonly precisionSdDeg: number | null;
  /** Root mean square from sample to sample (RMS-S2S), never across a gap; null where times are unknown. */
  readonly precisionRmsS2sDeg: number | null;
  /** Area of the ellipse that holds 68 % of the answers. */
  readonly bcea68Deg2: number | null;
}

const BCEA_SHARE = 0.68;
/* A pause longer than this many usual intervals is a gap. */
const GAP_INTERVALS = 1.5;

/** Quality of a calibration by samples of known targets. */
export function targetQuality(
  calibration: Calibration,
  { target, kept, rejected }: TargetSamples,
): TargetQuality {
  const { screen, model } = calibration;
  const errorOf = errorMeter(screen, projectorOf(model));
  const errors = kept.flatMap((sample) => errorOf(corrected(sample, calibration)) ?? []);
  const samples = kept.length + rejected.length;
  const valid = errors.length;
  const recorded = [...kept, ...rejected.map(({ sample }) => sample)];
  return {
    target,
    samples,
    validSamples: valid,
    dataLoss: samples === 0 ? 1 : 1 - valid / samples,
    rejected: countReasons(rejected),
    effectiveRateHz: rateOf(valid, recorded),
    ...(valid === 0 ? nothing : accuracyOf(errors, (mm) => pxOfMm(screen, mm))),
    ...(valid < 2 ? imprecise : precisionOf(errors)),
  };
}

const nothing = {
  accuracyDeg: null,
  accuracyMm: null,
  accuracyPx: null,
  offsetDeg: null,
  offsetMm: null,
  offsetPx: null,
};
const imprecise = { precisionSdDeg: null, precisionRmsS2sDeg: null, bcea68Deg2: null };

/** A sample, valid or not, stands for the time until the next one, but only until a gap would begin; the last one for a usual interval. */
function rateOf(valid: number, recorded: readonly GazeSample[]): number | null {
  if (recorded.length < 2 || recorded.some(({ untimed }) => untimed)) return null;
  const timesMs = recorded.map(({ timeMs }) => timeMs).sort((a, b) => a - b);
  const intervals = timesMs.slice(1).map((timeMs, i) => timeMs - timesMs[i]!);
  const usual = usualOf(intervals.filter((interval) => interval > 0));
  if (usual === undefined) return null;
  const durationMs = intervals.reduce((sum, each) => sum + Math.min(each, GAP_INTERVALS * usual), usual);
  return (valid * 1000) / durationMs;
}

const usualOf = (intervals: readonly number[]): number | undefined =>
  [...intervals].sort((a, b) => a - b)[intervals.length >> 1];

function accuracyOf(errors: readonly SampleError[], toPx: (mm: Point) => Point) {
  const offsetMm = { x: average(errors.map(({ mm }) => mm.x)), y: average(errors.map(({ mm }) => mm.y)) };
  const offsetPx = toPx(offsetMm);
  const offsetDeg = {
    x: degrees(average(errors.map(({ rightRad }) => rightRad))),
    y: degrees(average(errors.map(({ downRad }) => downRad))),
  };
  const size = ({ x, y }: Point): number => Math.hypot(x, y);
  return {
    accuracyDeg: size(offsetDeg),
    accuracyMm: size(offsetMm),
    accuracyPx: size(offsetPx),
    offsetDeg,
    offsetMm,
    offsetPx,
  };
}

export interface Precision {
  readonly precisionSdDeg: number;
  readonly precisionRmsS2sDeg: number | null;
  readonly bcea68Deg2: number;
}

/** Angles in radians, in time order. */
export function precisionOf(errors: readonly SampleError[]): Precision {
  const right = errors.map(({ rightRad }) => degrees(rightRad));
  const down = errors.map(({ downRad }) => degrees(downRad));
  const [vx, vy, cxy] = [variance(right), variance(down), covariance(right, down)];
  const k = -Math.log(1 - BCEA_SHARE);
  const intervals = errors.slice(1).map(({ sample }, i) => sample.timeMs - errors[i]!.sample.timeMs);
  const usual = usualOf(intervals)!;
  const timed = !errors.some(({ sample }) => sample.untimed);
  const steps = intervals.flatMap((interval, i) =>
    interval <= GAP_INTERVALS * usual
      ? [(right[i + 1]! - right[i]!) ** 2 + (down[i + 1]! - down[i]!) ** 2]
      : [],
  );
  return {
    precisionSdDeg: Math.sqrt(vx + vy),
    precisionRmsS2sDeg: !timed || steps.length === 0 ? null : Math.sqrt(average(steps)),
    bcea68Deg2: 2 * k * Math.PI * Math.sqrt(Math.max(vx * vy - cxy ** 2, 0)),
  };
}
