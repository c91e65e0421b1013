import type { Point } from '../screens/screen.js';
import type { GazeSample, RejectionReason } from './sample.js';

export interface Rejection {
  readonly sample: GazeSample;
  readonly reason: RejectionReason;
}

/** Samples taken while one target was shown, in time order. */
export interface TargetSamples {
  /** Fractions of the screen. */
  readonly target: Point;
  readonly kept: readonly GazeSample[];
  readonly rejected: readonly Rejection[];
}

/* Closer positions are one target: clients compute fractions in floating point. */
const SAME_TARGET = 0.005;

/** Samples by target, targets in the order in which they were first shown. */
export function byTarget(samples: readonly GazeSample[]): { target: Point; samples: GazeSample[] }[] {
  const groups: { target: Point; samples: GazeSample[] }[] = [];
  for (const sample of [...samples].sort((a, b) => a.timeMs - b.timeMs)) {
    const { x, y } = sample.target;
    const group = groups.find(({ target }) => Math.hypot(target.x - x, target.y - y) < SAME_TARGET);
    if (group) group.samples.push(withSharedTarget(sample, group.target));
    else groups.push({ target: sample.target, samples: [sample] });
  }
  return groups;
}

/* Fits cache what depends on a target alone, by the target object's identity. */
const withSharedTarget = (sample: GazeSample, target: Point): GazeSample =>
  sample.target.x === target.x && sample.target.y === target.y ? { ...sample, target } : sample;

export function countReasons(rejected: readonly Rejection[]): Partial<Record<RejectionReason, number>> {
  const counts: Partial<Record<RejectionReason, number>> = {};
  for (const { reason } of rejected) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
