import { anglesOf, type GazeAngles, vectorOf } from '../angles/gaze-angle.js';
import type { GazeSample } from '../samples/sample.js';
import { average } from '../samples/statistics.js';
import type { errorMeter } from '../selection/target-errors.js';

/** How far answers move, seen from the measured eye, when measured angles turn: one row for right, one for down. */
export type Slope = readonly [
  right: readonly [byYaw: number, byPitch: number],
  down: readonly [byYaw: number, byPitch: number],
];

const STEP_RAD = 1e-4;

/* The slope changes little from sample to sample. */
const MAX_SLOPES = 100;

/** Mean slope over some samples, by finite differences, so that it holds for every model, with gain or without. */
export function slopeOf(errorOf: ReturnType<typeof errorMeter>, samples: readonly GazeSample[]): Slope {
  const every = Math.ceil(samples.length / MAX_SLOPES);
  const slopes = samples.flatMap((sample, i) => {
    if (i % every !== 0) return [];
    const { yawRad, pitchRad } = anglesOf(sample.gaze);
    const moved = (yaw: number, pitch: number) =>
      errorOf({
        ...sample,
        gaze: vectorOf({ yawRad: yawRad + yaw, pitchRad: pitchRad + pitch }),
      });
    const [left, right, up, down] = [
      moved(-STEP_RAD, 0),
      moved(STEP_RAD, 0),
      moved(0, -STEP_RAD),
      moved(0, STEP_RAD),
    ];
    if (!left || !right || !up || !down) return [];
    const per = (key: 'rightRad' | 'downRad') =>
      [(right[key] - left[key]) / (2 * STEP_RAD), (down[key] - up[key]) / (2 * STEP_RAD)] as const;
    return [[per('rightRad'), per('downRad')] as const];
  });
  const mean = (row: 0 | 1, column: 0 | 1): number => average(slopes.map((slope) => slope[row][column]));
  return [
    [mean(0, 0), mean(0, 1)],
    [mean(1, 0), mean(1, 1)],
  ];
}

/** What to add to measured angles for an offset of the answers to vanish; undefined where answers do not follow the angles. */
export function correctionOf(
  [[rightByYaw, rightByPitch], [downByYaw, downByPitch]]: Slope,
  [right, down]: readonly [right: number, down: number],
): GazeAngles | undefined {
  const area = rightByYaw * downByPitch - rightByPitch * downByYaw;
  const correction = {
    yawRad: (rightByPitch * down - downByPitch * right) / area,
    pitchRad: (downByYaw * right - rightByYaw * down) / area,
  };
  return Number.isFinite(correction.yawRad) && Number.isFinite(correction.pitchRad) ? correction : undefined;
}
