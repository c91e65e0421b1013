import type { ChallengeStep } from './challenge-step.js';
import { judgeContinuity } from './continuity.js';
import { judgeBlink } from './eye-blink.js';
import type { FaceSighting } from './face-sighting.js';
import { judgeStillness, judgeTurn } from './head-turn.js';
import { median } from './median.js';
import { judgementOf, type Finding, type Judgement } from './series-judgement.js';

/** A head turned further does not face the camera. */
const FACING_DEGREES = 15;

/** Judges whether a living person followed the steps. `series` is in the order of time. */
export function judgeSeries(
  steps: readonly ChallengeStep[],
  series: readonly FaceSighting[],
  more: readonly Finding[] = [],
): Judgement {
  const facing = facingSighting(steps, series);
  const judged: Finding[] = facing
    ? [
        judgeStillness(steps, facing, series),
        ...steps.map((step, i) => named(i + 1, judgeStep(step, facing, series))),
      ]
    : [{ reasons: [series.length === 0 ? 'FACE_NOT_SEEN' : 'NOT_FACING'], scores: {} }];
  return judgementOf([...more, judgeContinuity(steps, series), ...judged]);
}

const judgeStep = (step: ChallengeStep, facing: FaceSighting, series: readonly FaceSighting[]): Finding =>
  step.action === 'turn' ? judgeTurn(step, facing, series) : judgeBlink(step, facing, series);

/** Returns the finding with scores that name the step. */
const named = (step: number, { reasons, scores }: Finding): Finding => ({
  reasons,
  scores: Object.fromEntries(Object.entries(scores).map(([name, score]) => [`step_${step}_${name}`, score])),
});

/** Returns the middle frame before the first step, undefined if the face does not look into the camera there. */
export function facingSighting(
  steps: readonly ChallengeStep[],
  series: readonly FaceSighting[],
): FaceSighting | undefined {
  const startMs = Math.min(...steps.map(({ atMs }) => atMs));
  const before = series.filter(({ atMs }) => atMs < startMs);
  const yaw = median(before.map(({ pose }) => pose.yawDegrees));
  if (!(Math.abs(yaw) <= FACING_DEGREES)) return undefined;
  return before.find(({ pose }) => pose.yawDegrees === yaw);
}
