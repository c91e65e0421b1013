import type { ChallengeStep } from './challenge-step.js';
import type { FaceSighting } from './face-sighting.js';
import { median } from './median.js';
import type { Finding, SeriesReason } from './series-judgement.js';
import { viewChange } from './view-change.js';

/** Shut eyes measure 0.09 to 0.17, open ones 0.2 to 0.42: a share of the person's own openness separates narrow eyes, too. */
const CLOSED_SHARE = 0.6;
const REOPENED_SHARE = 0.8;
/** Eyes that measure less when open cannot be told from shut ones. */
const MIN_OPEN = 0.18;
/** A nod or a tilted picture also narrows the eyes, but moves the whole face. */
const MAX_RELIEF = 0.2;
const MAX_STRETCH = 1.12;

export type BlinkStep = Extract<ChallengeStep, { action: 'blink' }>;

/** Judges whether the lids closed and opened after the person was told to, while the rest of the face stayed. */
export function judgeBlink(step: BlinkStep, facing: FaceSighting, series: readonly FaceSighting[]): Finding {
  const reasons: SeriesReason[] = [];
  const still = series.flatMap((sighting) => {
    const change = viewChange(facing.landmarks, sighting.landmarks);
    return change && Math.abs(change.relief) <= MAX_RELIEF ? [{ ...sighting, ...change }] : [];
  });
  const open = median(still.map(({ openness }) => openness));
  const endMs = step.atMs + step.withinMs;
  const inTime = still.filter(({ atMs }) => atMs >= step.atMs && atMs <= endMs);
  const shut = inTime.filter(({ openness }) => openness <= open * CLOSED_SHARE);
  const opened = (sighting: FaceSighting) => sighting.openness >= open * REOPENED_SHARE;
  const first = shut[0];
  const blinked =
    first !== undefined &&
    inTime.some((sighting) => sighting.atMs < first.atMs && opened(sighting)) &&
    still.some((sighting) => sighting.atMs > first.atMs && sighting.atMs <= endMs && opened(sighting));
  if (!(open >= MIN_OPEN)) reasons.push('EYES_NOT_OPEN');
  else if (!blinked) reasons.push('BLINK_MISSING');
  else if (shut.every(({ stretch }) => stretch > MAX_STRETCH || stretch < 1 / MAX_STRETCH))
    reasons.push('BLINK_MISSING');
  return {
    reasons,
    scores: {
      open_openness: finite(open),
      least_openness: finite(Math.min(...inTime.map(({ openness }) => openness))),
      shut_frames: shut.length,
    },
  };
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
