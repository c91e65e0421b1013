import type { Calibration, CandidateSummary, QualityReport } from '@argus/gaze-geometry';
import type { Fit } from '../fits/fit.js';

const CALIBRATION_SCHEMA_VERSION = 1;

/** `calibration.json`: everything that is needed to map gaze again. Readers refuse a newer version. */
export interface CalibrationDocument {
  readonly schemaVersion: number;
  readonly calibration: Calibration;
  readonly candidates: readonly CandidateSummary[];
  /** Fractions of the screen that were calibrated at. */
  readonly targets: readonly { readonly x: number; readonly y: number }[];
  /** On the targets that were fitted to. */
  readonly quality: QualityReport;
}

export const calibrationDocument = ({
  calibration,
  candidates,
  targets,
  quality,
}: Fit): CalibrationDocument => ({
  schemaVersion: CALIBRATION_SCHEMA_VERSION,
  calibration,
  candidates,
  targets,
  quality,
});

/** The calibration of a document; throws when a newer program wrote it. */
export function readCalibration({ schemaVersion, calibration }: CalibrationDocument): Calibration {
  if (schemaVersion > CALIBRATION_SCHEMA_VERSION)
    throw new Error(
      `Calibration of schema ${schemaVersion}; this program reads up to ${CALIBRATION_SCHEMA_VERSION}`,
    );
  return calibration;
}
