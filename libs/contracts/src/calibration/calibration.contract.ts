import { authenticatedWhenStrict, contract, errorReply, op } from '../contract/index.js';
import { boolean, choice, Field, integer, list, number, object, record, text } from '../fields/index.js';
import { MEBIBYTE } from '../sizes.js';
import { clientName, sessionId } from './fields.js';
import {
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

export class CompleteCalibration {
  @Field(sessionId()) session_id!: string;
  @Field(clientName()) candidate_id!: string;
}

export class RefitCalibration extends CompleteCalibration {
  @Field(choice(...gazeModelKinds), {
    optional: true,
    nullable: true,
    description:
      'Chosen by itself unless given. M0: screen parallel to the picture; M1: turned; M2: with a bias of the eyes; M3: with a ' +
      'gain; F1 affine, F2 projective, F3 second-order map of the features',
  })
  model?: (typeof gazeModelKinds)[number] | null;
}

export class CalibrationStats {
  @Field(integer()) total_frames!: number;
  @Field(integer()) targets_used!: number;
  @Field(record(integer()), { description: 'By target, `x,y` as fractions' }) frames_per_target!: Record<
    string,
    number
  >;
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
  @Field(text(), { description: 'First 8 hex digits of SHA-256' }) screen_info!: string;
  @Field(text()) calibration_csv!: string;
  @Field(text()) transform_matrix!: string;
}

export class CompletedCalibration {
  @Field(boolean()) success!: boolean;
  @Field(text()) session_id!: string;
  @Field(text({ allowBlank: true })) candidate_id!: string;
  @Field(object(CalibrationStats)) calibration_stats!: CalibrationStats;
  @Field(object(ValidationMetrics)) validation_metrics!: ValidationMetrics;
  @Field(object(FileChecksums)) file_checksums!: FileChecksums;
  @Field(choice(...gazeModelKinds), { description: 'The model that was chosen' }) model!: string;
  @Field(object(CompletionQuality), {
    description: 'Quality on the targets that were fitted to; validate to know the accuracy',
  })
  quality!: CompletionQuality;
  @Field(text()) message!: string;
}

export class VerifiedCalibration {
  @Field(boolean()) exists!: boolean;
  @Field(text({ allowBlank: true }), { nullable: true }) candidate_id!: string | null;
  @Field(text(), { nullable: true }) created_at!: string | null;
  @Field(boolean()) has_screen_info!: boolean;
  @Field(boolean()) has_calibration_data!: boolean;
}

/** `<candidate>_screen_info.json`, `<candidate>_calibration.csv`, `<candidate>_transform_matrix.npz`, `<candidate>_calibration.json`. */
export class CalibrationFiles {}

export class MapGaze {
  @Field(clientName()) candidate_id!: string;
  @Field(list(object(GazeMeasurementBody), { minItems: 1, maxItems: calibrationLimits.maxSamples }))
  samples!: GazeMeasurementBody[];
}

export class ErrorEllipseView {
  @Field(number()) semi_major!: number;
  @Field(number()) semi_minor!: number;
  @Field(number(), { description: 'Of the longer axis against x, radians' }) angle_rad!: number;
}

export class MappedPoint {
  @Field(number(), { nullable: true }) x_px!: number | null;
  @Field(number(), { nullable: true }) y_px!: number | null;
  @Field(number(), { nullable: true }) x_mm!: number | null;
  @Field(number(), { nullable: true }) y_mm!: number | null;
  @Field(object(ErrorEllipseView), {
    nullable: true,
    description: 'Holds the true point with 95 % probability',
  })
  error_ellipse_px!: ErrorEllipseView | null;
  @Field(boolean()) valid!: boolean;
  @Field(text(), {
    nullable: true,
    description:
      'Why not: BLINK, LOW_CONFIDENCE and HEAD_OUT_OF_RANGE (the point is there all the same), LOOKING_AWAY, NO_CROSSING, ' +
      'FEATURES_MISSING, GAZE_NOT_UNIT, ORIGIN_OUT_OF_RANGE (no point)',
  })
  reason!: string | null;
}

export class MappedGaze {
  @Field(list(object(MappedPoint)), { description: 'One per sample, in their order' }) points!: MappedPoint[];
}

export class ValidateCalibration {
  @Field(clientName()) candidate_id!: string;
  @Field(list(object(GazeSampleBody), { minItems: 1, maxItems: calibrationLimits.maxSamples }), {
    description: 'At no more than 100 targets',
  })
  samples!: GazeSampleBody[];
}

export class ValidationResult {
  @Field(text()) validation_id!: string;
  @Field(text({ allowBlank: true })) candidate_id!: string;
  @Field(text()) created_at!: string;
  @Field(object(QualityReportView)) quality!: QualityReportView;
  @Field(recalibrate.type, recalibrate.options) recalibrate!: string[];
}

export class CheckDrift extends ValidateCalibration {
  @Field(boolean(), { default: false, description: 'Whether the correction is used from now on' })
  apply!: boolean;
}

export class DriftResult {
  @Field(integer()) valid_samples!: number;
  @Field(number(), { nullable: true, description: 'Length of the median error; null without a valid sample' })
  drift_deg!: number | null;
  @Field(number(), { nullable: true, description: 'To the user’s right' }) offset_x_deg!: number | null;
  @Field(number(), { nullable: true, description: 'Downwards' }) offset_y_deg!: number | null;
  @Field(number(), { description: '2°, or one and a half of the validated accuracy where that is more' })
  limit_deg!: number;
  @Field(boolean()) drifted!: boolean;
  @Field(boolean(), { description: 'Whether a correction was stored' }) applied!: boolean;
  @Field(choice('NO_USABLE_SAMPLES', 'TOO_LARGE', 'NOT_FOR_FEATURES'), {
    nullable: true,
    description:
      'Why no correction is offered: no sample counts; it would be more than 5°, all corrections since the calibration together; ' +
      'the model maps features, which angles do not correct',
  })
  refused!: string | null;
  @Field(recalibrate.type, recalibrate.options) recalibrate!: string[];
}

export class QualityView {
  @Field(text({ allowBlank: true })) candidate_id!: string;
  @Field(text()) created_at!: string;
  @Field(text()) model!: string;
  @Field(list(object(CandidateModel))) candidates!: CandidateModel[];
  @Field(object(FittedQuality), { description: 'On the targets that were fitted to' })
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

/** A session's fit and its files, and what a calibration is good for afterwards. */
export const calibrationContract = contract(
  'calibration.calibration',
  { family: 'calibration', tag: 'Calibration result' },
  {
    complete: op({
      http: { method: 'POST', path: '/api/calibration/complete' },
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
      summary:
        'Fit again from the stored samples of a session, if asked with a certain model; replaces the calibration and its validation',
    }),
    verify: op({
      http: { method: 'GET', path: '/api/calibration/verify/{candidate_id}' },
      params: CandidatePath,
      reply: VerifiedCalibration,
      access: authenticatedWhenStrict(),
      summary: 'Whether a candidate is calibrated',
    }),
    download: op({
      http: { method: 'GET', path: '/api/calibration/download/{candidate_id}' },
      params: CandidatePath,
      reply: CalibrationFiles,
      access: authenticatedWhenStrict(),
      errors: notFound,
      summary: 'The files of a calibration by name: JSON as objects, CSV as text, NPZ as base64',
    }),
    quality: op({
      subject: 'calibration.calibration.assess',
      http: { method: 'GET', path: '/api/calibration/quality/{candidate_id}' },
      params: CandidatePath,
      reply: QualityView,
      access: authenticatedWhenStrict(),
      errors: notFound,
      summary: 'Quality of a calibration and of its last validation',
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
          'Validate at targets that were not calibrated with, e.g. the validation_targets of /api/calibration/start',
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
      summary:
        'Whether answers have drifted, by samples of targets anywhere; a correction is bounded and never changes the calibration itself',
    }),
  },
);
