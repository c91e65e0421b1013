import { variance } from '@argus/gaze-geometry';
import type { Sample } from './sample.entity.js';
import { nameOfTarget } from './target-position.js';

export function countsPerTarget(samples: readonly Sample[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const sample of samples) {
    const name = nameOfTarget({ x: sample.targetX, y: sample.targetY });
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

/** Returns the standard deviations of the head's yaw, pitch and roll in radians; empty if no head was measured. */
export function headDeviations(samples: readonly Sample[]): number[] {
  const heads = samples.flatMap(({ measurement }) => measurement?.head ?? []);
  if (heads.length === 0) return [];
  return (['yaw', 'pitch', 'roll'] as const).map((axis) =>
    Math.sqrt(variance(heads.map((head) => head[axis]))),
  );
}
