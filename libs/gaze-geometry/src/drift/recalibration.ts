import type { Screen } from '../screens/screen.js';
import type { QualityReport } from '../quality/quality-report.js';
import { isThin, MIN_RATE_HZ, MAX_DATA_LOSS } from '../quality/limits.js';
import type { DriftCheck } from './drift.js';

export type RecalibrationReason =
  'VALIDATION_POOR' | 'POINTS_THIN' | 'DATA_LOSS' | 'RATE_LOW' | 'DRIFTED_TWICE' | 'SCREEN_CHANGED';

export interface RecalibrationFacts {
  readonly validation?: Pick<QualityReport, 'grade' | 'dataLoss' | 'effectiveRateHz' | 'targets'> | undefined;
  /** Latest last. A drift that was corrected there and then is no reason; one that stays is. */
  readonly driftChecks: readonly (Pick<DriftCheck, 'drifted'> & { readonly corrected: boolean })[];
  readonly calibratedScreen: Screen;
  readonly presentScreen: Screen;
}

/** Why a calibration should not be used any longer; empty while it may. Evidence only, never age alone. */
export function whyRecalibrate(facts: RecalibrationFacts): RecalibrationReason[] {
  const reasons: RecalibrationReason[] = [];
  const { validation, driftChecks, calibratedScreen: was, presentScreen: is } = facts;
  if (validation) {
    if (validation.grade === 'poor') reasons.push('VALIDATION_POOR');
    if (validation.targets.filter(isThin).length > 1) reasons.push('POINTS_THIN');
    if (validation.dataLoss > MAX_DATA_LOSS) reasons.push('DATA_LOSS');
    if (validation.effectiveRateHz !== null && validation.effectiveRateHz < MIN_RATE_HZ)
      reasons.push('RATE_LOW');
  }
  if (
    driftChecks.length >= 2 &&
    driftChecks.slice(-2).every(({ drifted, corrected }) => drifted && !corrected)
  )
    reasons.push('DRIFTED_TWICE');
  const keys = ['widthPx', 'heightPx', 'widthMm', 'heightMm', 'cameraPosition'] as const;
  if (keys.some((key) => was[key] !== is[key])) reasons.push('SCREEN_CHANGED');
  return reasons;
}
