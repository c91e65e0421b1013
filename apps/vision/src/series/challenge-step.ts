import { randomInt } from 'node:crypto';

/** What a person is asked to do before the camera. Left and right are the person's own. */
export type ChallengeStep = StepTime &
  (
    | { readonly action: 'turn'; readonly direction: 'left' | 'right' }
    | { readonly action: 'blink'; readonly direction: null }
  );

/** Milliseconds since the start of the series. */
interface StepTime {
  /** Moment at which the person is told. */
  readonly atMs: number;
  /** Time for doing it. */
  readonly withinMs: number;
}

/** The face is seen straight before the first step. */
const LEAD_MS = { least: 1000, most: 2000 };
/** Between two steps, so that their moments cannot be known beforehand. */
const PAUSE_MS = { least: 300, most: 1200 };
const WITHIN_MS = { turn: 2500, blink: 2000 };

/** Returns a turn of the head in a random direction and a blink, in random order and at random moments. */
export function randomSteps(): ChallengeStep[] {
  const actions = randomInt(2) === 0 ? (['turn', 'blink'] as const) : (['blink', 'turn'] as const);
  let atMs = randomInt(LEAD_MS.least, LEAD_MS.most + 1);
  return actions.map((action) => {
    const time = { atMs, withinMs: WITHIN_MS[action] };
    atMs += time.withinMs + randomInt(PAUSE_MS.least, PAUSE_MS.most + 1);
    return action === 'turn'
      ? { action, direction: randomInt(2) === 0 ? 'left' : 'right', ...time }
      : { action, direction: null, ...time };
  });
}

/** Returns how long the series must be, in milliseconds. */
export const durationOf = (steps: readonly ChallengeStep[]): number =>
  Math.max(...steps.map(({ atMs, withinMs }) => atMs + withinMs));
