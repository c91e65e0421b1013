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
const LEAD_MS = { least: 800, most: 2600 };
/** Between two steps: time to look back into the camera, and moments that cannot be known beforehand. */
const PAUSE_MS = { least: 900, most: 2200 };
const WITHIN_MS = { turn: 2300, blink: 1800 };

/**
 * Returns two turns of the head, each in a random direction, and a blink, in random order and at random moments. With one turn, one
 * of twelve recordings of a passed challenge would pass the next one.
 */
export function randomSteps(): ChallengeStep[] {
  const actions: ('turn' | 'blink')[] = ['turn', 'turn'];
  actions.splice(randomInt(3), 0, 'blink');
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
