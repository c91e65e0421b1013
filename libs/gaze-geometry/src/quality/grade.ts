import type { Screen } from '../screens/screen.js';

export const grades = ['excellent', 'good', 'fair', 'poor'] as const;
export type Grade = (typeof grades)[number];

/* Limits for the mean and the worst target: what webcams reach; research trackers reach a third of it. */
const byDegrees: readonly (readonly [Grade, mean: number, worst: number])[] = [
  ['excellent', 1.5, 2.5],
  ['good', 2.5, 4],
  ['fair', 4, 6],
];
/* Limits for screens of estimated size, where degrees mean little. */
const byPixels: readonly (readonly [Grade, mean: number])[] = [
  ['excellent', 75],
  ['good', 110],
  ['fair', 200],
];

interface Figures {
  readonly accuracyDeg: number | null;
  readonly worstAccuracyDeg: number | null;
  readonly accuracyPx: number | null;
}

export function gradeOf(
  { sizeSource }: Screen,
  { accuracyDeg, worstAccuracyDeg, accuracyPx }: Figures,
): Grade {
  if (accuracyDeg === null || worstAccuracyDeg === null || accuracyPx === null) return 'poor';
  const found =
    sizeSource === 'measured'
      ? byDegrees.find(([, mean, worst]) => accuracyDeg <= mean && worstAccuracyDeg <= worst)
      : byPixels.find(([, mean]) => accuracyPx <= mean);
  return found?.[0] ?? 'poor';
}
