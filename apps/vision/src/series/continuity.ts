import type { Box } from '../detection/detection.js';
import { durationOf, type ChallengeStep } from './challenge-step.js';
import type { FaceSighting } from './face-sighting.js';
import type { Finding, SeriesReason } from './series-judgement.js';

/** The mesh may lose two frames of ten a second where the head is turned furthest. */
const MAX_GAP_MS = 350;
/** The faces of two frames that follow each other overlap at least so far (intersection over union). */
const MIN_OVERLAP = 0.35;

/** Judges whether the frames show one face all the time, from the start to the end of the last step. */
export function judgeContinuity(steps: readonly ChallengeStep[], series: readonly FaceSighting[]): Finding {
  const times = [0, ...series.map(({ atMs }) => atMs), durationOf(steps)];
  const gap = Math.max(...times.slice(1).map((time, i) => time - times[i]!));
  const overlap = Math.min(1, ...series.slice(1).map(({ box }, i) => overlapOf(box, series[i]!.box)));
  const reasons: SeriesReason[] = [];
  if (gap > MAX_GAP_MS) reasons.push('FRAMES_TOO_SPARSE');
  if (overlap < MIN_OVERLAP) reasons.push('FACE_JUMPED');
  return { reasons, scores: { frames: series.length, longest_gap_ms: gap, least_overlap: overlap } };
}

function overlapOf(one: Box, other: Box): number {
  const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  const both = Math.max(0, across) * Math.max(0, down);
  const total = one.width * one.height + other.width * other.height - both;
  return total > 0 ? both / total : 0;
}
