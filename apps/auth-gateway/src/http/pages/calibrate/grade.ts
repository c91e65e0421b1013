import { meanOf, type TargetResult } from './point-statistics.js';

export type Grade = 'excellent' | 'good' | 'fair' | 'poor';

/** Mean and worst point in degrees, for webcams; the worse of the two decides. */
const limits: readonly { readonly grade: Grade; readonly mean: number; readonly worst: number }[] = [
  { grade: 'excellent', mean: 1.5, worst: 2.5 },
  { grade: 'good', mean: 2.5, worst: 4 },
  { grade: 'fair', mean: 4, worst: 6 },
];

/** From this on a single point is drawn as off. */
export const OFF_DEGREES = 4;
const MOST_LOST = 0.25;

export function gradeOf(results: readonly TargetResult[]): Grade {
  const errors = results.map(({ errorDegrees }) => errorDegrees ?? Infinity);
  const mean = errors.reduce((sum, error) => sum + error, 0) / Math.max(errors.length, 1);
  const worst = Math.max(...errors, 0);
  return limits.find((limit) => mean <= limit.mean && worst <= limit.worst)?.grade ?? 'poor';
}

/** What to do about a result, worst first; empty when there is nothing to do. */
export function adviceFor(results: readonly TargetResult[]): string[] {
  const advice: string[] = [];
  for (const { index, lost } of results)
    if (lost > MOST_LOST)
      advice.push(
        `Point ${index + 1}: ${Math.round(lost * 100)} % of the pictures could not be used (blinks, or eyes not seen). More light and less glare help.`,
      );
  const off = results.filter(({ errorDegrees }) => errorDegrees === null || errorDegrees > OFF_DEGREES);
  const points = off.map(({ index }) => index + 1).join(', ');
  if (off.length > 0 && off.length < results.length)
    advice.push(
      `The gaze was off at ${off.length === 1 ? 'point' : 'points'} ${points}: look at the middle of each point until it moves on.`,
    );
  if (off.length === results.length && results.length > 0)
    advice.push(
      'The gaze was off everywhere: sit as you will sit later, keep still, and calibrate again, with more points if need be.',
    );
  const mean = meanOf(results.map(({ errorDegrees }) => errorDegrees));
  if (advice.length === 0 && mean !== null && mean > 2.5)
    advice.push('More points (9 or 13) make the result more exact.');
  return advice;
}
