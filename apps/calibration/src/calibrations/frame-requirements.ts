import { calibrationLimits, type ValidationMetrics } from '@argus/contracts';
import type { Sample } from '../sessions/sample.entity.js';
import { headDeviations, countsPerTarget } from '../sessions/session-figures.js';

const MIN_TARGETS = 4;
const MAX_TARGETS = calibrationLimits.maxTargets;
const MIN_FACE_RATE = 0.8;
const MAX_STEADY_RAD = 0.1;

/** Returns the figures that the documented API requires of a session before a fit. */
export function metricsOf(samples: readonly Sample[]): ValidationMetrics {
  const measured = samples.filter(({ error }) => error === null);
  const counts = Object.values(countsPerTarget(measured));
  const deviations = headDeviations(measured);
  return {
    total_frames: measured.length,
    unique_targets: counts.length,
    min_frames_per_target: counts.length === 0 ? 0 : Math.min(...counts),
    face_detection_rate: samples.length === 0 ? 0 : measured.length / samples.length,
    head_stability:
      deviations.length === 0
        ? null
        : deviations.filter((deviation) => deviation < MAX_STEADY_RAD).length / deviations.length,
    head_pose_std: deviations,
  };
}

/** Returns the unmet requirements in the document's words; empty if all are met. */
export function missingRequirements(metrics: ValidationMetrics, minFrames: number): string[] {
  const { unique_targets: targets, min_frames_per_target: frames, face_detection_rate: rate } = metrics;
  return [
    ...(targets < MIN_TARGETS ? [`Only ${targets} targets (need ${MIN_TARGETS})`] : []),
    ...(targets > MAX_TARGETS ? [`${targets} targets (at most ${MAX_TARGETS})`] : []),
    ...(frames < minFrames ? [`Only ${frames} frames per target (need ${minFrames}+)`] : []),
    ...(rate < MIN_FACE_RATE ? [`Face detection rate ${(rate * 100).toFixed(1)}% (need 80%+)`] : []),
  ];
}
