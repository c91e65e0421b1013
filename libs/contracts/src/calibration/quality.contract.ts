import { choice, Field, integer, list, number, object, record, text } from '../fields/index.js';
import { TargetPosition } from './frame.contract.js';

export const gazeModelKinds = ['M0', 'M1', 'M2', 'M3', 'F1', 'F2', 'F3'] as const;

const grades = ['excellent', 'good', 'fair', 'poor'] as const;
const adviceCodes = [
  'REDO_POINT',
  'RECALIBRATE',
  'MORE_LIGHT',
  'FASTER_CAMERA',
  'MEASURE_SCREEN',
  'FIXED_HEAD',
] as const;

const orNull = { nullable: true } as const;
const towards = 'Answer minus target; x to the user’s right, y down';

export class QualityAdvice {
  @Field(choice(...adviceCodes)) code!: string;
  @Field(integer(), { nullable: true, description: 'Number of the target, from 1; null: about the whole' })
  point!: number | null;
  @Field(text(), { description: 'A sentence for the user' }) text!: string;
}

/** How well gaze at one target is answered. Null where too few samples say anything. */
export class TargetQualityView {
  @Field(object(TargetPosition), { description: 'Fractions of the screen' }) target!: TargetPosition;
  @Field(integer()) samples!: number;
  @Field(integer(), { description: 'Those that count' }) valid_samples!: number;
  @Field(number(), { description: 'Share of samples without usable gaze' }) data_loss!: number;
  @Field(record(integer()), {
    description:
      'Samples that do not count, by why: NO_FACE, NOT_FINITE, GAZE_NOT_UNIT, LOOKING_AWAY, ORIGIN_OUT_OF_RANGE, BLINK, ' +
      'LOW_CONFIDENCE, REPEATED, OUTLIER',
  })
  rejected!: Record<string, number>;
  @Field(number(), { ...orNull, description: 'Null where nobody said when the samples were taken' })
  effective_rate_hz!: number | null;
  @Field(number(), {
    ...orNull,
    description: 'Distance of the mean answer from the target, from the measured eye',
  })
  accuracy_deg!: number | null;
  @Field(number(), orNull) accuracy_mm!: number | null;
  @Field(number(), orNull) accuracy_px!: number | null;
  @Field(object(TargetPosition), { ...orNull, description: towards }) offset_deg!: TargetPosition | null;
  @Field(object(TargetPosition), { ...orNull, description: towards }) offset_mm!: TargetPosition | null;
  @Field(object(TargetPosition), { ...orNull, description: towards }) offset_px!: TargetPosition | null;
  @Field(number(), { ...orNull, description: 'Standard deviation, both axes together' })
  precision_sd_deg!: number | null;
  @Field(number(), { ...orNull, description: 'Root mean square from sample to sample' })
  precision_rms_s2s_deg!: number | null;
  @Field(number(), {
    ...orNull,
    description: 'Area of the ellipse that holds 68 % of the answers, square degrees',
  })
  bcea68_deg2!: number | null;
}

/** Means are over targets, not over samples. Degrees are seen from the measured eye. */
export class QualityReportView {
  @Field(choice('calibration', 'validation'), {
    description:
      'Whether the fit has seen these targets; only `validation` says how accurate answers will be',
  })
  basis!: string;
  @Field(choice(...grades), {
    description:
      'Mean and worst target up to 1.5° and 2.5°: excellent; 2.5° and 4°: good; 4° and 6°: fair. On a screen whose size is ' +
      'estimated the mean alone, up to 75, 110 and 200 px',
  })
  grade!: string;
  @Field(number(), orNull) accuracy_deg!: number | null;
  @Field(number(), orNull) accuracy_mm!: number | null;
  @Field(number(), orNull) accuracy_px!: number | null;
  @Field(number(), orNull) worst_accuracy_deg!: number | null;
  @Field(number(), orNull) worst_accuracy_px!: number | null;
  @Field(number(), orNull) precision_sd_deg!: number | null;
  @Field(number(), orNull) precision_rms_s2s_deg!: number | null;
  @Field(number(), orNull) bcea68_deg2!: number | null;
  @Field(number()) data_loss!: number;
  @Field(number(), orNull) effective_rate_hz!: number | null;
  @Field(list(object(TargetQualityView))) targets!: TargetQualityView[];
  @Field(list(object(QualityAdvice)), { description: 'What to do better, most useful first' })
  advice!: QualityAdvice[];
}

export class ModelParameter {
  @Field(text()) name!: string;
  @Field(number()) value!: number;
  @Field(number(), { description: 'Standard deviation' }) sigma!: number;
}

/** How a candidate model did when each target was left out of the fit in turn. */
export class CandidateModel {
  @Field(choice(...gazeModelKinds)) kind!: string;
  @Field(text(), { nullable: true, description: 'Why it was not considered, e.g. ONE_HEAD_POSITION' })
  refused!: string | null;
  @Field(number(), orNull) leave_one_out_deg!: number | null;
  @Field(number(), orNull) standard_error_deg!: number | null;
}

export class FittedQuality extends QualityReportView {
  @Field(list(object(ModelParameter)), { description: 'Of the chosen model' }) parameters!: ModelParameter[];
}

export class CompletionQuality extends FittedQuality {
  @Field(list(object(CandidateModel))) candidates!: CandidateModel[];
}

export const recalibrationReasons = [
  'VALIDATION_POOR',
  'POINTS_THIN',
  'DATA_LOSS',
  'RATE_LOW',
  'DRIFTED_TWICE',
  'SCREEN_CHANGED',
] as const;
export const recalibrate = {
  type: list(choice(...recalibrationReasons)),
  options: {
    description:
      'Why to calibrate again; empty while there is no need. DRIFTED_TWICE: the last two checks found a drift that was not corrected',
  },
} as const;
