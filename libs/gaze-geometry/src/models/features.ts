import type { GazeMeasurement } from '../samples/sample.js';
import { average } from '../samples/statistics.js';
import { mmOfFraction, type Point } from '../screens/screen.js';
import type { FitInput } from './model.js';

export type Features = readonly [u: number, v: number];

/** Measured features, or the tangents of the gaze to the user's right and down. */
export function featuresOf(
  { gaze, features }: GazeMeasurement,
  source: FitInput['features'],
): Features | undefined {
  if (source === 'measured') return features;
  return [gaze[0] / gaze[2], -gaze[1] / gaze[2]];
}

export interface FeatureRow {
  readonly features: Features;
  readonly screenMm: Point;
}

/** One row per target, the mean of its samples. A fit to single samples would shrink the answers by their noise. */
export function featureRows({ screen, targets, features }: FitInput): FeatureRow[] {
  return targets.map(({ target, kept }) => {
    const all = kept.map((sample) => featuresOf(sample, features)!);
    return {
      features: [average(all.map(([u]) => u)), average(all.map(([, v]) => v))],
      screenMm: mmOfFraction(screen, target),
    };
  });
}
