import { authenticatedWhenStrict, contract, errorReply, op } from '../contract/index.js';
import {
  boolean,
  choice,
  Field,
  integer,
  list,
  number,
  object,
  record,
  text,
  timestampUnit,
} from '../fields/index.js';
import { MEBIBYTE } from '../sizes.js';
import { clientName, sessionId } from './fields.js';
import {
  batchUnit,
  calibrationLimits,
  GazeMeasurementBody,
  GazeSampleBody,
  calibrationOwnership,
} from './frame.contract.js';
import {
  CandidateModel,
  CompletionQuality,
  FittedQuality,
  gazeModelKinds,
  QualityReportView,
  recalibrate,
} from './quality.contract.js';
import { CandidatePath } from './screen.contract.js';
import type { TimestampUnit } from '../time-number.js';

export class CompleteCalibration {
  @Field(sessionId()) session_id!: string;
  @Field(clientName()) candidate_id!: string;
}

export class RefitCalibration extends CompleteCalibration {
  @Field(choice(...gazeModelKinds), {
    optional: true,
    nullable: true,
    description:
      'Default: the best model is chosen automatically. M0: screen parallel to the picture; M1: turned screen; M2: M1 and a bias ' +
      'of the eyes; M3: M2 and a gain. F1, F2, F3: affine, projective and second-order map of the features; F4: F1 and how open the eyes are',
  })
  model?: (typeof gazeModelKinds)[number] | null;
}

export class CalibrationStats {
  @Field(integer()) total_frames!: number;
  @Field(integer()) targets_used!: number;
  @Field(record(integer()), { description: 'Frames by target; the key is `x,y` in fractions of the screen' })
  frames_per_target!: Record<string, number>;
}

export class ValidationMetrics {
  @Field(integer()) total_frames!: number;
  @Field(integer()) unique_targets!: number;
  @Field(integer()) min_frames_per_target!: number;
  @Field(number()) face_detection_rate!: number;
  @Field(number(), {
    nullable: true,
    description: 'Share of yaw, pitch and roll that vary by less than 0.1 rad',
  })
  head_stability!: number | null;
  @Field(list(number()), { description: 'Standard deviations of yaw, pitch and roll, radians' })
  head_pose_std!: number[];
}

export class FileChecksums {
  @Field(text(), { description: 'First 8 hex digits of SHA-256', example: '5feceb66' }) screen_info!: string;
  @Field(text(), { example: '6b86b273' }) calibration_csv!: string;
  @Field(text(), { example: 'd4735e3a' }) transform_matrix!: string;
}

export class CompletedCalibration {
  @Field(boolean()) success!: boolean;
  @Field(text()) session_id!: string;
  @Field(text({ allowBlank: true })) candidate_id!: string;
  @Field(object(CalibrationStats)) calibration_stats!: CalibrationStats;
  @Field(object(ValidationMetrics)) validation_metrics!: ValidationMetrics;
  @Field(object(FileChecksums)) file_checksums!: FileChecksums;
  @Field(choice(...gazeModelKinds), { description: 'The chosen model' }) model!: string;
  @Field(object(CompletionQuality), {
    description: 'Quality at the targets of the fit; only a validation shows the accuracy',
  })
  quality!: CompletionQuality;
  @Field(text(), { example: 'Calibration completed successfully' }) message!: string;
}

export class VerifiedCalibration {
  @Field(boolean(), { description: 'Whether the candidate has a calibration' }) exists!: boolean;
  @Field(text({ allowBlank: true }), { nullable: true }) candidate_id!: string | null;
  @Field(text({ format: 'date-time' }), { nullable: true }) created_at!: string | null;
  @Field(boolean()) has_screen_info!: boolean;
  @Field(boolean()) has_calibration_data!: boolean;
}

/** Four files by name: `<candidate>_screen_info.json`, `_calibration.csv`, `_transform_matrix.npz` and `_calibration.json`. */
export class CalibrationFiles {}

export class MapGaze {
  @Field(clientName()) candidate_id!: string;
  @Field(list(object(GazeMeasurementBody), { minItems: 1, maxItems: calibrationLimits.maxSamples }))
  samples!: GazeMeasurementBody[];
}

export class ErrorEllipseView {
  @Field(number()) semi_major!: number;
  @Field(number()) semi_minor!: number;
  @Field(number(), { description: 'Angle between the longer axis and x, radians' }) angle_rad!: number;
}

export class MappedPoint {
  @Field(number(), { nullable: true }) x_px!: number | null;
  @Field(number(), { nullable: true }) y_px!: number | null;
  @Field(number(), { nullable: true }) x_mm!: number | null;
  @Field(number(), { nullable: true }) y_mm!: number | null;
  @Field(object(ErrorEllipseView), {
    nullable: true,
    description: 'Contains the true point with a probability of 95 %',
  })
  error_ellipse_px!: ErrorEllipseView | null;
  @Field(boolean()) valid!: boolean;
  @Field(text(), {
    nullable: true,
    description:
      'Why the point is not valid. With a point: BLINK, LOW_CONFIDENCE, HEAD_OUT_OF_RANGE. Without one: LOOKING_AWAY, NO_CROSSING, ' +
      'FEATURES_MISSING, GAZE_NOT_UNIT, ORIGIN_OUT_OF_RANGE',
    example: 'BLINK',
  })
  reason!: string | null;
}

export class MappedGaze {
  @Field(list(object(MappedPoint)), { description: 'One per sample, in the order of the samples' })
  points!: MappedPoint[];
}

export class ValidateCalibration {
  @Field(clientName()) candidate_id!: string;
  @Field(list(object(GazeSampleBody), { minItems: 1, maxItems: calibrationLimits.maxSamples }), {
    description: 'Samples at no more than 100 targets',
  })
  samples!: GazeSampleBody[];
  @Field(timestampUnit(), batchUnit) timestamp_unit?: TimestampUnit;
}

export class ValidationResult {
  @Field(text()) validation_id!: string;
  @Field(text({ allowBlank: true })) candidate_id!: string;
  @Field(text({ format: 'date-time' })) created_at!: string;
  @Field(object(QualityReportView)) quality!: QualityReportView;
  @Field(recalibrate.type, recalibrate.options) recalibrate!: string[];
}

export class CheckDrift extends ValidateCalibration {
  @Field(boolean(), { default: false, description: 'Whether to store the correction and use it from now on' })
  apply!: boolean;
}

export class DriftResult {
  @Field(integer()) valid_samples!: number;
  @Field(number(), {
    nullable: true,
    description: 'Length of the median error vector; null without a valid sample',
  })
  drift_deg!: number | null;
  @Field(number(), { nullable: true, description: 'To the user’s right' }) offset_x_deg!: number | null;
  @Field(number(), { nullable: true, description: 'Downwards' }) offset_y_deg!: number | null;
  @Field(number(), { description: '2°, or 1.5 times the validated accuracy if that is more' })
  limit_deg!: number;
  @Field(boolean()) drifted!: boolean;
  @Field(boolean(), { description: 'Whether a correction was stored' }) applied!: boolean;
  @Field(choice('NO_USABLE_SAMPLES', 'TOO_LARGE', 'NOT_FOR_FEATURES'), {
    nullable: true,
    description:
      'Why no correction is offered. NO_USABLE_SAMPLES: no sample is valid. TOO_LARGE: all corrections since the calibration would ' +
      'exceed 5° together. NOT_FOR_FEATURES: the model maps features, which angles cannot correct',
  })
  refused!: string | null;
  @Field(recalibrate.type, recalibrate.options) recalibrate!: string[];
}

export class QualityView {
  @Field(text({ allowBlank: true })) candidate_id!: string;
  @Field(text({ format: 'date-time' })) created_at!: string;
  @Field(text(), { description: 'The chosen model', example: 'M2' }) model!: string;
  @Field(list(object(CandidateModel))) candidates!: CandidateModel[];
  @Field(object(FittedQuality), { description: 'Quality at the targets of the fit' })
  calibration!: FittedQuality;
  @Field(object(QualityReportView), { nullable: true, description: 'The last validation' })
  validation!: QualityReportView | null;
  @Field(recalibrate.type, recalibrate.options) recalibrate!: string[];
}

const notFound = { CALIBRATION_NOT_FOUND: errorReply(404, 'Calibration not found', 'detail') };
const fitErrors = {
  ...calibrationOwnership,
  FRAMES_MISSING: errorReply(400, 'No calibration frames found', 'detail'),
  SCREEN_INFO_NOT_FOUND: errorReply(400, 'Screen info not found', 'detail'),
  CALIBRATION_INVALID: errorReply(400, 'Invalid calibration: {reasons}', 'detail'),
};

/** The fit of a session and its files; then mapping, validation and drift checks with the calibration. */
export const calibrationContract = contract(
  'calibration.calibration',
  { family: 'calibration', tag: 'Calibration result' },
  {
    complete: op({
      http: { method: 'POST', path: '/api/calibration/complete' },
      undeclared: 'ignored',
      body: CompleteCalibration,
      reply: CompletedCalibration,
      access: authenticatedWhenStrict(),
      errors: fitErrors,
      timeoutMs: 30_000,
      summary: 'Fit the calibration and create its files',
    }),
    refit: op({
      http: { method: 'POST', path: '/api/calibration/refit' },
      body: RefitCalibration,
      reply: CompletedCalibration,
      access: authenticatedWhenStrict(),
      errors: fitErrors,
      timeoutMs: 30_000,
      summary: 'Fit a calibration again from the stored samples of its session',
      description: 'Optionally with a certain model. The result replaces the calibration and its validation.',
    }),
    verify: op({
      http: { method: 'GET', path: '/api/calibration/verify/{candidate_id}' },
      params: CandidatePath,
      reply: VerifiedCalibration,
      access: authenticatedWhenStrict(),
      summary: 'Check whether a candidate is calibrated',
    }),
    download: op({
      http: { method: 'GET', path: '/api/calibration/download/{candidate_id}' },
      params: CandidatePath,
      reply: CalibrationFiles,
      access: authenticatedWhenStrict(),
      errors: notFound,
      summary: 'Download the files of a calibration by name: JSON as objects, CSV as text, NPZ as base64',
    }),
    quality: op({
      subject: 'calibration.calibration.assess',
      http: { method: 'GET', path: '/api/calibration/quality/{candidate_id}' },
      params: CandidatePath,
      reply: QualityView,
      access: authenticatedWhenStrict(),
      errors: notFound,
      summary: 'Read the quality of a calibration and of its last validation',
    }),
    map: op({
      http: { method: 'POST', path: '/api/calibration/map', bodyLimitBytes: 4 * MEBIBYTE },
      body: MapGaze,
      reply: MappedGaze,
      access: authenticatedWhenStrict(),
      errors: notFound,
      summary: 'Map gaze to points on the screen',
    }),
    validate: op({
      http: { method: 'POST', path: '/api/calibration/validate', bodyLimitBytes: 4 * MEBIBYTE },
      body: ValidateCalibration,
      reply: ValidationResult,
      access: authenticatedWhenStrict(),
      errors: {
        ...notFound,
        TARGETS_SEEN: errorReply(
          400,
          'Validate at targets that the calibration did not use, e.g. the validation_targets of /api/calibration/start',
          'detail',
        ),
      },
      summary: 'Validate the accuracy at targets that were not used for the fit',
    }),
    drift: op({
      subject: 'calibration.calibration.check-drift',
      http: { method: 'POST', path: '/api/calibration/drift', bodyLimitBytes: 4 * MEBIBYTE },
      body: CheckDrift,
      reply: DriftResult,
      access: authenticatedWhenStrict(),
      errors: notFound,
      summary: 'Check a calibration for drift with samples at targets anywhere on the screen',
      description:
        'With `apply`, a correction of at most 5° is stored and used from now on. The calibration itself does not change.',
    }),
  },
);
