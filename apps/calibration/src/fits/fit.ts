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

/** Input of a fit: plain data, because threads receive a copy. */
export interface FitTask {
  readonly screen: Screen;
  readonly samples: readonly GazeSample[];
  /** The candidate models; absent means all. */
  readonly kinds?: readonly ModelKind[] | undefined;
}

/** Result of a fit. It omits the samples, because threads copy it back. */
export interface Fit {
  readonly calibration: Calibration;
  readonly candidates: readonly CandidateSummary[];
  /** The fitted targets, as fractions of the screen. */
  readonly targets: readonly Point[];
  /** Quality at the fitted targets, not at new ones. */
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
