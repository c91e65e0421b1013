import type { ChallengeStep } from './challenge-step.js';
import type { FaceSighting } from './face-sighting.js';
import type { Finding, SeriesReason } from './series-judgement.js';
import { median } from './median.js';
import { viewChange } from './view-change.js';

/*
 * Measured by `npm run evaluate -- liveness` and docs/topics/vision.md. Heads turned by 27° and more have relief 0.5 to 1.1 and stretch
 * 1.06 to 1.35. Flat pictures turned by up to 55° stay below the bounds; some bent like a head do not, and cannot blink.
 */
export const MIN_TURN_DEGREES = 25;
const MIN_RELIEF = 0.45;
const MIN_STRETCH = 1.03;
/** Turns that are still the noise of a head held straight. */
const STILL_DEGREES = 12;
/** After the time of a turn, until the head is back. */
const RETURN_MS = 800;
/** Nobody reacts faster to what they see. */
const MIN_REACTION_MS = 120;
/** Quick people turn their heads by 150° a second. */
const MAX_DEGREES_PER_SECOND = 300;
/** Frames that show the turned head. One may be a slip of the mesh. */
const MIN_TURNED_FRAMES = 2;

export type TurnStep = Extract<ChallengeStep, { action: 'turn' }>;

/** Judges whether a solid head turned as it was told to, when it was told to. */
export function judgeTurn(step: TurnStep, facing: FaceSighting, series: readonly FaceSighting[]): Finding {
  /* The person's left is the right side of the picture, where yaw is positive. */
  const sign = step.direction === 'left' ? 1 : -1;
  const turned = series.map((sighting) => ({
    sighting,
    degrees: sign * sighting.pose.yawDegrees,
  }));
  const endMs = step.atMs + step.withinMs;
  const inTime = turned.filter(({ sighting: { atMs } }) => atMs >= step.atMs && atMs <= endMs);
  const peak = Math.max(0, ...inTime.map(({ degrees }) => degrees));
  const opposite = Math.max(0, ...inTime.map(({ degrees }) => -degrees));
  const far = inTime.filter(({ degrees }) => degrees >= MIN_TURN_DEGREES);
  const views = far.flatMap(({ sighting }) => viewChange(facing.landmarks, sighting.landmarks) ?? []);
  const relief = median(views.map((view) => sign * view.relief));
  const stretch = median(views.map((view) => view.stretch));
  const reasons: SeriesReason[] = [];
  if (far.length < MIN_TURNED_FRAMES)
    reasons.push(opposite >= MIN_TURN_DEGREES ? 'TURN_WRONG_DIRECTION' : 'TURN_MISSING');
  else {
    if (opposite >= MIN_TURN_DEGREES) reasons.push('TURN_WRONG_DIRECTION');
    if (!(relief >= MIN_RELIEF && stretch >= MIN_STRETCH)) reasons.push('FLAT');
  }
  return {
    reasons,
    scores: {
      turn_degrees: peak,
      turned_frames: far.length,
      ...(views.length > 0 && { turn_relief: relief, turn_stretch: stretch }),
    },
  };
}

/** Judges whether the head held still but for the turns that it was told, and moved no faster than heads do. */
export function judgeStillness(
  steps: readonly ChallengeStep[],
  facing: FaceSighting,
  series: readonly FaceSighting[],
): Finding {
  const turns = steps.filter(({ action }) => action === 'turn');
  const early = series.some(
    ({ atMs, pose }) =>
      Math.abs(pose.yawDegrees - facing.pose.yawDegrees) > STILL_DEGREES &&
      !turns.some(
        (turn) => atMs >= turn.atMs + MIN_REACTION_MS && atMs <= turn.atMs + turn.withinMs + RETURN_MS,
      ),
  );
  const speeds = series.slice(1).map(({ atMs, pose }, i) => {
    const before = series[i]!;
    return (Math.abs(pose.yawDegrees - before.pose.yawDegrees) * 1000) / (atMs - before.atMs);
  });
  const fastest = Math.max(0, ...speeds);
  const reasons: SeriesReason[] = [];
  if (early) reasons.push('MOVED_EARLY');
  if (fastest > MAX_DEGREES_PER_SECOND) reasons.push('TURN_IMPLAUSIBLE');
  return { reasons, scores: { fastest_turn_degrees_per_second: fastest } };
}
