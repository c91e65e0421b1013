import { calibrationLimits, type ValidationMetrics } from '@argus/contracts';
import type { Sample } from '../sessions/sample.entity.js';
import { headDeviations, perTarget } from '../sessions/session-figures.js';

const MIN_TARGETS = 4;
const MAX_TARGETS = calibrationLimits.maxTargets;
const MIN_FACE_RATE = 0.8;
const STEADY_RAD = 0.1;

/** What the document wants of a session before anything is fitted. */
export function metricsOf(samples: readonly Sample[]): ValidationMetrics {
  const measured = samples.filter(({ error }) => error === null);
  const counts = Object.values(perTarget(measured));
  const deviations = headDeviations(measured);
  return {
    total_frames: measured.length,
    unique_targets: counts.length,
    min_frames_per_target: counts.length === 0 ? 0 : Math.min(...counts),
    face_detection_rate: samples.length === 0 ? 0 : measured.length / samples.length,
    head_stability:
      deviations.length === 0
        ? null
        : deviations.filter((deviation) => deviation < STEADY_RAD).length / deviations.length,
    head_pose_std: deviations,
  };
}

/** Why it does not suffice, in the document's words; empty when it does. */
export function lacksOf(metrics: ValidationMetrics, leastFrames: number): string[] {
  const { unique_targets: targets, min_frames_per_target: frames, face_detection_rate: rate } = metrics;
  return [
    ...(targets < MIN_TARGETS ? [`Only ${targets} targets (need ${MIN_TARGETS})`] : []),
    ...(targets > MAX_TARGETS ? [`${targets} targets (at most ${MAX_TARGETS})`] : []),
    ...(frames < leastFrames ? [`Only ${frames} frames per target (need ${leastFrames}+)`] : []),
    ...(rate < MIN_FACE_RATE ? [`Face detection rate ${(rate * 100).toFixed(1)}% (need 80%+)`] : []),
  ];
}
