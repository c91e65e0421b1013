import {
  calibrate,
  type Calibration,
  type CandidateSummary,
  type GazeSample,
  isRefusal,
  type ModelKind,
  type Point,
  type QualityReport,
  qualityReport,
  type Refusal,
  type Screen,
} from '@argus/gaze-geometry';
import { type TransformMatrix, transformMatrix } from '../files/transform-matrix.file.js';

/** What a thread needs for a fit, and what it answers: plain data that is copied between threads, so no sample comes back. */
export interface FitTask {
  readonly screen: Screen;
  readonly samples: readonly GazeSample[];
  /** The candidates; all of them when absent. */
  readonly kinds?: readonly ModelKind[] | undefined;
}

export interface Fit {
  readonly calibration: Calibration;
  readonly candidates: readonly CandidateSummary[];
  /** What was fitted to; fractions of the screen. */
  readonly targets: readonly Point[];
  /** On the targets that were fitted to. */
  readonly quality: QualityReport;
  readonly transform: TransformMatrix;
}

export function fit({ screen, samples, kinds }: FitTask): Fit | Refusal {
  const result = calibrate(screen, samples, kinds);
  if (isRefusal(result)) return result;
  const { calibration, candidates, input, targets } = result;
  return {
    calibration,
    candidates,
    targets: input.targets.map(({ target }) => target),
    quality: qualityReport(calibration, targets, 'calibration'),
    transform: transformMatrix(result),
  };
}
