import { variance } from '@argus/gaze-geometry';
import type { Sample } from './sample.entity.js';

const rounded = (value: number): number => Number(value.toFixed(4));

/** `0.1,0.9`, as the original writes a target. */
export const targetName = ({ targetX, targetY }: Pick<Sample, 'targetX' | 'targetY'>): string =>
  `${rounded(targetX)},${rounded(targetY)}`;

export function perTarget(samples: readonly Sample[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const sample of samples) {
    const name = targetName(sample);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

/** Standard deviations of yaw, pitch and roll of the head, radians; empty where no head was measured. */
export function headDeviations(samples: readonly Sample[]): number[] {
  const heads = samples.flatMap(({ measurement }) => measurement?.head ?? []);
  if (heads.length === 0) return [];
  return (['yaw', 'pitch', 'roll'] as const).map((axis) =>
    Math.sqrt(variance(heads.map((head) => head[axis]))),
  );
}
