import type { Calibration, CandidateSummary, QualityReport } from '@argus/gaze-geometry';
import type { Fit } from '../fits/fit.js';

/** 2: the model may be F4, which programs that read version 1 do not know. */
const CALIBRATION_SCHEMA_VERSION = 2;
const versionOf = ({ model }: Calibration): number => (model.kind === 'F4' ? 2 : 1);

/** `calibration.json`: everything needed to map gaze. Readers refuse a newer schema version. */
export interface CalibrationDocument {
  readonly schemaVersion: number;
  readonly calibration: Calibration;
  readonly candidates: readonly CandidateSummary[];
  /** Targets of the calibration, as fractions of the screen. */
  readonly targets: readonly { readonly x: number; readonly y: number }[];
  /** Quality at the fitted targets, not at new ones. */
  readonly quality: QualityReport;
}

export const calibrationDocument = ({
  calibration,
  candidates,
  targets,
  quality,
}: Fit): CalibrationDocument => ({
  schemaVersion: versionOf(calibration),
  calibration,
  candidates,
  targets,
  quality,
});

/** Returns the calibration of a document. Throws if a newer program wrote it. */
export function readCalibration({ schemaVersion, calibration }: CalibrationDocument): Calibration {
  if (schemaVersion > CALIBRATION_SCHEMA_VERSION)
    throw new Error(
      `The calibration has schema ${schemaVersion}; this program reads up to ${CALIBRATION_SCHEMA_VERSION}`,
    );
  return calibration;
}
