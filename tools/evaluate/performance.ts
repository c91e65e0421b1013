import type { Random } from '@argus/gaze-geometry/testing';
import { type ChallengeStep, durationOf } from '#vision/series/challenge-step.js';
import type { FaceSighting } from '#vision/series/face-sighting.js';

const FRAME_MS = 100;
/** Turns are drawn in such steps, so that a series has some twenty pictures. */
const STEP_DEGREES = 5;

/** What a head or a photograph does before the camera at a moment. */
export interface Act {
  /** Degrees to the right side of the picture. */
  readonly yaw: number;
  /** From 0, open, to 1, shut. */
  readonly shut: number;
  /** One of three ways in which it is held still. */
  readonly hold: number;
}

export interface Performer {
  /** Largest turn in degrees. */
  readonly peak: number;
  readonly reactionMs: number;
  readonly turnMs: number;
  readonly shutMs: number;
}

/** Returns somebody who follows the steps in their own way: slower or faster, further or less far. */
export const performer = (random: Random): Performer => ({
  peak: 33 + 12 * random.unit(),
  reactionMs: 250 + 400 * random.unit(),
  turnMs: 1200 + 500 * random.unit(),
  shutMs: 280 + 250 * random.unit(),
});

/** Returns the face in each frame of a performance. Equal acts are looked at once; `look` returns undefined for no face. */
export async function perform(
  steps: readonly ChallengeStep[],
  { peak, reactionMs, turnMs, shutMs }: Performer,
  look: (act: Act) => Promise<Omit<FaceSighting, 'atMs'> | undefined>,
): Promise<FaceSighting[]> {
  const seen = new Map<string, Promise<Omit<FaceSighting, 'atMs'> | undefined>>();
  const sightings: FaceSighting[] = [];
  const endMs = durationOf(steps) + FRAME_MS;
  for (let atMs = 0; atMs <= endMs; atMs += FRAME_MS) {
    let act: Act = { yaw: 0, shut: 0, hold: (atMs / FRAME_MS) % 3 };
    for (const { action, direction, atMs: toldMs } of steps) {
      const since = atMs - toldMs - reactionMs;
      if (action === 'blink') {
        const way = since >= 0 && since < shutMs ? Math.sin((since / shutMs) * Math.PI) : 0;
        if (way > 0) act = { ...act, shut: Math.round(4 * way) / 4 };
      } else if (since > 0 && since < turnMs) {
        const way = STEP_DEGREES * Math.round((peak * Math.sin((since / turnMs) * Math.PI)) / STEP_DEGREES);
        act = { ...act, yaw: direction === 'left' ? way : -way };
      }
    }
    if (act.yaw !== 0 || act.shut > 0) act = { ...act, hold: 0 };
    const key = JSON.stringify(act);
    if (!seen.has(key)) seen.set(key, look(act));
    const face = await seen.get(key);
    if (face) sightings.push({ ...face, atMs });
  }
  return sightings;
}
