import { anglesOf } from '../angles/gaze-angle.js';
import { MIN_NOISE_RAD } from '../samples/gate.js';
import type { GazeSample } from '../samples/sample.js';
import { robustDeviation } from '../samples/statistics.js';
import type { TargetSamples } from '../samples/target-samples.js';
import { mmOfFraction, type Screen } from '../screens/screen.js';
import { nominalFrame, pointInCamera } from '../screens/screen-pose.js';
import { subtract } from '../vectors/vector.js';
import type { Noise } from './model.js';

/** Scatter around the targets' own centres, all targets together. */
function pooledDeviation(groups: readonly (readonly number[])[], least: number): number {
  let squares = 0;
  let count = 0;
  for (const values of groups) {
    if (values.length < 3) continue;
    squares += values.length * robustDeviation(values) ** 2;
    count += values.length;
  }
  return Math.max(count > 0 ? Math.sqrt(squares / count) : 0, least);
}

const pooled = (
  targets: readonly TargetSamples[],
  valuesOf: (sample: GazeSample) => readonly [number, number],
  least: number,
): Noise => {
  return [
    deviationWithin(targets, (sample) => valuesOf(sample)[0], least),
    deviationWithin(targets, (sample) => valuesOf(sample)[1], least),
  ];
};

/** Noise of yaw and pitch in radians, without what the head's own movement adds (by the nominal geometry). */
export function angleNoiseOf(screen: Screen, targets: readonly TargetSamples[]): Noise {
  const frame = nominalFrame(screen);
  return pooled(
    targets,
    ({ gaze, originMm, target }) => {
      const measured = anglesOf(gaze);
      const expected = anglesOf(subtract(pointInCamera(frame, mmOfFraction(screen, target)), originMm));
      return [measured.yawRad - expected.yawRad, measured.pitchRad - expected.pitchRad];
    },
    MIN_NOISE_RAD,
  );
}

/** Scatter of one number around the targets' own centres. */
export const deviationWithin = (
  targets: readonly TargetSamples[],
  valueOf: (sample: GazeSample) => number,
  least: number,
): number =>
  pooledDeviation(
    targets.map(({ kept }) => kept.map(valueOf)),
    least,
  );

export const featureNoiseOf = (
  targets: readonly TargetSamples[],
  featuresOf: (sample: GazeSample) => readonly [number, number],
): Noise => pooled(targets, featuresOf, 1e-9);
