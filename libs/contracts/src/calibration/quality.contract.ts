import { choice, Field, integer, list, number, object, record, text } from '../fields/index.js';
import { TargetPosition } from './frame.contract.js';

export const gazeModelKinds = ['M0', 'M1', 'M2', 'M3', 'F1', 'F2', 'F4', 'F3'] as const;

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
const towards = 'Mapped point minus target; x to the user’s right, y down';

export class QualityAdvice {
  @Field(choice(...adviceCodes)) code!: string;
  @Field(integer(), {
    nullable: true,
    description: 'Number of the target, from 1; null if the advice is about the whole calibration',
  })
  point!: number | null;
  @Field(text(), { description: 'A sentence for the user' }) text!: string;
}

/** Quality at one target. A figure is null if there are too few samples for it. */
export class TargetQualityView {
  @Field(object(TargetPosition), { description: 'Fractions of the screen' }) target!: TargetPosition;
  @Field(integer(), { description: 'How many samples were taken at the target', example: 112 })
  samples!: number;
  @Field(integer(), { description: 'Samples that are used' }) valid_samples!: number;
  @Field(number(), { description: 'Share of samples without usable gaze' }) data_loss!: number;
  @Field(record(integer()), {
    description:
      'Number of unused samples by reason: NO_FACE, NOT_FINITE, GAZE_NOT_UNIT, LOOKING_AWAY, ORIGIN_OUT_OF_RANGE, BLINK, ' +
      'LOW_CONFIDENCE, REPEATED, OUTLIER',
    example: { NO_FACE: 2 },
  })
  rejected!: Record<string, number>;
  @Field(number(), { ...orNull, description: 'Samples per second; null if the samples have no timestamps' })
  effective_rate_hz!: number | null;
  @Field(number(), {
    ...orNull,
    description: 'Distance of the mean mapped point from the target, as an angle at the measured eye',
  })
  accuracy_deg!: number | null;
  @Field(number(), orNull) accuracy_mm!: number | null;
  @Field(number(), orNull) accuracy_px!: number | null;
  @Field(object(TargetPosition), { ...orNull, description: towards }) offset_deg!: TargetPosition | null;
  @Field(object(TargetPosition), { ...orNull, description: towards }) offset_mm!: TargetPosition | null;
  @Field(object(TargetPosition), { ...orNull, description: towards }) offset_px!: TargetPosition | null;
  @Field(number(), { ...orNull, description: 'Standard deviation of both axes together' })
  precision_sd_deg!: number | null;
  @Field(number(), { ...orNull, description: 'Root mean square of the distances from sample to sample' })
  precision_rms_s2s_deg!: number | null;
  @Field(number(), {
    ...orNull,
    description: 'Area of the ellipse that contains 68 % of the mapped points, square degrees',
  })
  bcea68_deg2!: number | null;
}

/** Quality over all targets. Means are over targets, not over samples. Degrees are angles at the measured eye. */
export class QualityReportView {
  @Field(choice('calibration', 'validation'), {
    description:
      'Whether the fit used these targets (`calibration`) or not. Only `validation` shows the accuracy to expect',
  })
  basis!: string;
  @Field(choice(...grades), {
    description:
      'By the mean over targets and the worst target. excellent: up to 1.5° and 2.5°; good: up to 2.5° and 4°; fair: up to 4° and 6°. ' +
      'If the screen’s size is estimated, by the mean alone: up to 75, 110 and 200 px',
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
  @Field(list(object(QualityAdvice)), { description: 'How to improve, most useful advice first' })
  advice!: QualityAdvice[];
}

export class ModelParameter {
  @Field(text(), { example: 'eyeball_radius_mm' }) name!: string;
  @Field(number(), { example: 12.1 }) value!: number;
  @Field(number(), { description: 'Standard deviation', example: 0.3 }) sigma!: number;
}

/** A candidate model and its error in leave-one-out cross-validation over the targets. */
export class CandidateModel {
  @Field(choice(...gazeModelKinds)) kind!: string;
  @Field(text(), { nullable: true, description: 'Why it was not considered, e.g. ONE_HEAD_POSITION' })
  refused!: string | null;
  @Field(number(), orNull) leave_one_out_deg!: number | null;
  @Field(number(), orNull) standard_error_deg!: number | null;
}

export class FittedQuality extends QualityReportView {
  @Field(list(object(ModelParameter)), { description: 'Parameters of the chosen model' })
  parameters!: ModelParameter[];
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
      'Reasons to calibrate again; empty if there is none. DRIFTED_TWICE: the last two checks found a drift that was not corrected',
  },
} as const;
