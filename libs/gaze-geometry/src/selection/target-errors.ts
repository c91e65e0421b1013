import { anglesOf } from '../angles/gaze-angle.js';
import type { Projector } from '../models/model.js';
import type { GazeSample } from '../samples/sample.js';
import { mmOfFraction, type Point, type Screen } from '../screens/screen.js';
import { pointInCamera, type ScreenFrame } from '../screens/screen-pose.js';
import { subtract } from '../vectors/vector.js';

/** How far a sample's answer is from its target: to the user's right and down, as millimetres and as the eye sees it. */
export interface SampleError {
  readonly sample: GazeSample;
  readonly mm: Point;
  readonly rightRad: number;
  readonly downRad: number;
}

/** Undefined where the model has no answer. */
export function errorOf(
  screen: Screen,
  frame: ScreenFrame,
  project: Projector,
  sample: GazeSample,
): SampleError | undefined {
  const found = project(sample);
  if (!found) return undefined;
  const target = mmOfFraction(screen, sample.target);
  const seen = anglesOf(subtract(pointInCamera(frame, found), sample.originMm));
  const wanted = anglesOf(subtract(pointInCamera(frame, target), sample.originMm));
  return {
    sample,
    mm: { x: found.x - target.x, y: found.y - target.y },
    /* The user's right is the picture's left. */
    rightRad: -(seen.yawRad - wanted.yawRad) * Math.cos(wanted.pitchRad),
    downRad: seen.pitchRad - wanted.pitchRad,
  };
}
