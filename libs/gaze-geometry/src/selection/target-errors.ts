import { anglesOf } from '../angles/gaze-angle.js';
import type { Projector } from '../models/model.js';
import type { GazeSample } from '../samples/sample.js';
import { mmOfFraction, type Point, type Screen } from '../screens/screen.js';
import { nominalFrame, pointInCamera } from '../screens/screen-pose.js';
import { subtract } from '../vectors/vector.js';

/**
 * How far a sample's answer is from its target: to the user's right and down, as millimetres and as the measured eye sees
 * it on the stored screen. The model's own distance is not used: a wrong model that puts the screen far away would
 * make its errors look small.
 */
export interface SampleError {
  readonly sample: GazeSample;
  readonly mm: Point;
  readonly rightRad: number;
  readonly downRad: number;
}

/** Measures errors of a model's answers; undefined where it has none. */
export function errorMeter(
  screen: Screen,
  project: Projector,
): (sample: GazeSample) => SampleError | undefined {
  const frame = nominalFrame(screen);
  return (sample) => {
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
  };
}
