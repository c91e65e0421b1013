import type { Calibration } from '../calibrations/calibration.js';
import { average } from '../samples/statistics.js';
import type { TargetSamples } from '../samples/target-samples.js';
import { adviceOf, type Advice } from './advice.js';
import { type Grade, gradeOf } from './grade.js';
import { targetQuality, type TargetQuality } from './target-quality.js';

/** Quality as professional tools report it. Means are over targets, not over samples. */
export interface QualityReport {
  /** Whether the fit has seen these targets: only `validation` says how accurate answers will be. */
  readonly basis: 'calibration' | 'validation';
  readonly grade: Grade;
  readonly accuracyDeg: number | null;
  readonly accuracyMm: number | null;
  readonly accuracyPx: number | null;
  readonly worstAccuracyDeg: number | null;
  readonly worstAccuracyPx: number | null;
  readonly precisionSdDeg: number | null;
  readonly precisionRmsS2sDeg: number | null;
  readonly bcea68Deg2: number | null;
  readonly dataLoss: number;
  readonly effectiveRateHz: number | null;
  readonly targets: readonly TargetQuality[];
  readonly advice: readonly Advice[];
}

type Figure =
  | 'accuracyDeg'
  | 'accuracyMm'
  | 'accuracyPx'
  | 'precisionSdDeg'
  | 'precisionRmsS2sDeg'
  | 'bcea68Deg2'
  | 'effectiveRateHz';

export function qualityReport(
  calibration: Calibration,
  samples: readonly TargetSamples[],
  basis: QualityReport['basis'],
): QualityReport {
  const targets = samples.map((each) => targetQuality(calibration, each));
  const known = (figure: Figure): number[] => targets.flatMap((target) => target[figure] ?? []);
  const mean = (figure: Figure): number | null => {
    const values = known(figure);
    return values.length === 0 ? null : average(values);
  };
  const worst = (figure: Figure): number | null => {
    const values = known(figure);
    return values.length === 0 ? null : Math.max(...values);
  };
  const total = targets.reduce((sum, target) => sum + target.samples, 0);
  const valid = targets.reduce((sum, target) => sum + target.validSamples, 0);
  const figures = {
    accuracyDeg: mean('accuracyDeg'),
    accuracyMm: mean('accuracyMm'),
    accuracyPx: mean('accuracyPx'),
    worstAccuracyDeg: worst('accuracyDeg'),
    worstAccuracyPx: worst('accuracyPx'),
    precisionSdDeg: mean('precisionSdDeg'),
    precisionRmsS2sDeg: mean('precisionRmsS2sDeg'),
    bcea68Deg2: mean('bcea68Deg2'),
    dataLoss: total === 0 ? 1 : 1 - valid / total,
    effectiveRateHz: mean('effectiveRateHz'),
  };
  const grade = gradeOf(calibration.screen, figures);
  return { basis, grade, ...figures, targets, advice: adviceOf(calibration, { grade, ...figures, targets }) };
}
