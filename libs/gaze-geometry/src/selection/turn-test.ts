import { anglesOf } from '../angles/gaze-angle.js';
import { frameOfModel } from '../models/index.js';
import type { FitInput, FittedModel } from '../models/model.js';
import { mmOfFraction } from '../screens/screen.js';
import { pointInCamera } from '../screens/screen-pose.js';
import { subtract } from '../vectors/vector.js';

/* 95 % point of χ² with three degrees of freedom: the turn. */
const CRITICAL = 7.815;
const POSE_PARAMETERS = 6;

/**
 * Whether the screen is turned, as the samples themselves say: M0 is M1 without a turn, so the likelihood ratio of the two
 * decides, with the means of the targets as the data. Their variance is what the scatter within targets lets expect, or what
 * M1 leaves unexplained where that is more.
 */
export function isTurned(input: FitInput, parallel: FittedModel, turned: FittedModel): boolean {
  const unexplained = squaresOf(input, turned);
  const [yawNoise, pitchNoise] = input.angleNoise;
  const freedom = Math.max(2 * input.targets.length - POSE_PARAMETERS, 1);
  const variance = Math.max((yawNoise ** 2 + pitchNoise ** 2) / 2, unexplained / freedom);
  return squaresOf(input, parallel) - unexplained > CRITICAL * variance;
}

/** Sum over targets of the squared mean angular residual times the count of samples, square radians. */
function squaresOf({ screen, targets }: FitInput, model: FittedModel): number {
  const frame = frameOfModel(model, screen);
  return targets.reduce((sum, { target, kept }) => {
    const point = pointInCamera(frame, mmOfFraction(screen, target));
    let [yaw, pitch] = [0, 0];
    for (const { gaze, originMm } of kept) {
      const [measured, expected] = [anglesOf(gaze), anglesOf(subtract(point, originMm))];
      yaw += (measured.yawRad - expected.yawRad) * Math.cos(expected.pitchRad);
      pitch += measured.pitchRad - expected.pitchRad;
    }
    return sum + (yaw ** 2 + pitch ** 2) / kept.length;
  }, 0);
}
