import {
  calibrate,
  type CalibrationResult,
  type GazeSample,
  isRefusal,
  type ModelKind,
  type QualityReport,
  qualityReport,
  type Refusal,
  type Screen,
} from '@argus/gaze-geometry';

/** What a thread needs for a fit, and what it answers: plain data that is copied between threads. */
export interface FitTask {
  readonly screen: Screen;
  readonly samples: readonly GazeSample[];
  /** The candidates; all of them when absent. */
  readonly kinds?: readonly ModelKind[] | undefined;
}

export interface Fit {
  readonly result: CalibrationResult;
  /** On the targets that were fitted to. */
  readonly quality: QualityReport;
}

export function fit({ screen, samples, kinds }: FitTask): Fit | Refusal {
  const result = calibrate(screen, samples, kinds);
  if (isRefusal(result)) return result;
  return { result, quality: qualityReport(result.calibration, result.targets, 'calibration') };
}
