import { authenticatedWhenStrict, contract, errorReply, op } from '../contract/index.js';
import { anyObject, clientName, pair, sessionId, triple } from './fields.js';
import {
  boolean,
  bytes,
  choice,
  Field,
  integer,
  list,
  number,
  object,
  pictureText,
  pydanticDatetime,
  text,
  timestampUnit,
} from '../fields/index.js';
import { MEBIBYTE } from '../sizes.js';
import { CameraIntrinsics, UncalibratedGazeView } from '../vision/gaze.contract.js';
import { ScreenView, screenNotSaved } from './screen.contract.js';
import type { Instant } from '../instant.js';
import type { TimestampUnit } from '../time-number.js';

export const calibrationLimits = {
  maxFrameBytes: 8 * MEBIBYTE,
  maxBatchFrames: 240,
  /* As base64 the frames still fit in a body and in a message of the bus. */
  maxBatchBytes: 22 * MEBIBYTE,
  maxSamples: 5000,
  /** Targets of a session, a validation or a drift check. Real ones have 4 to 80. */
  maxTargets: 100,
};

export const targetLayouts = [4, 5, 9, 13] as const;

export class StartCalibration {
  @Field(sessionId()) session_id!: string;
  @Field(clientName()) candidate_id!: string;
  @Field(
    {
      schema: () => ({ type: 'integer', enum: targetLayouts }),
      read: (value, path) => integer({ min: 4, max: 13 }).read(value, path),
    },
    { default: 4, description: 'Number of targets: 4, 5, 9 or 13; other numbers use the next larger layout' },
  )
  targets!: number;
}

export class TargetPosition {
  @Field(number(), {
    description: 'Fraction of the screen’s width; a value above 1.5 is in pixels',
    example: 0.5,
  })
  x!: number;
  @Field(number(), {
    description: 'Fraction of the screen’s height; a value above 1.5 is in pixels',
    example: 0.5,
  })
  y!: number;
}

export class CalibrationTarget {
  @Field(integer()) index!: number;
  @Field(object(TargetPosition), { description: 'Where the target is on the screen' })
  position!: TargetPosition;
}

export class CalibrationConfig {
  @Field(number(), { description: 'Seconds' }) target_display_time!: number;
  @Field(integer()) max_frames_per_target!: number;
  @Field(list(object(CalibrationTarget))) targets!: CalibrationTarget[];
  @Field(list(object(CalibrationTarget)), {
    description: 'Targets for a validation afterwards (/api/calibration/validate); in no layout',
  })
  validation_targets!: CalibrationTarget[];
}

export class StartedCalibration {
  @Field(text()) session_id!: string;
  @Field(text({ allowBlank: true })) candidate_id!: string;
  @Field(text(), { description: 'Always `ready`', example: 'ready' }) status!: string;
  @Field(object(ScreenView)) screen_info!: ScreenView;
  @Field(object(CalibrationConfig)) calibration_config!: CalibrationConfig;
}

const targetIndex = () => integer({ min: 0, max: 12 });
const frameText = () => pictureText({ verbatim: true, allowBlank: true, maxLength: 12 * MEBIBYTE });

/** The times that this API takes: those of pydantic, with which its original read them. */
const timeForms =
  'ISO 8601 (`2026-03-15T08:45:00.123456Z`, with another offset, without one for UTC, or a day alone), or a number, also as text: ' +
  'Unix seconds up to 20 000 000 000 (1773564300.123456), milliseconds beyond (1773564300123.456), or what `timestamp_unit` says';
const numberUnit = {
  optional: true,
  description:
    'What a number in `timestamp` counts since 1970: it is then read to the last digit and rounded to microseconds; default: that of the batch',
} as const;
export const batchUnit = {
  optional: true,
  description: 'What numbers in `timestamp` count since 1970; default: seconds or milliseconds by their size',
} as const;

export class BatchFrame {
  @Field(clientName(), { optional: true, description: 'Must equal the candidate_id of the batch' })
  candidate_id?: string;
  @Field(frameText(), {
    secret: true,
    description: 'JPEG, PNG or WebP, not mirrored, at most 8 MiB',
  })
  frame_data!: string;
  @Field(integer({ min: 0 }), {
    description: 'A frame with the same index at the same target replaces the earlier one',
  })
  frame_index!: number;
  @Field(object(TargetPosition)) target_position!: TargetPosition;
  @Field(targetIndex(), { description: 'Less than the number of targets of the session' })
  target_index!: number;
  @Field(pydanticDatetime(), {
    optional: true,
    nullable: true,
    onlyTime: true,
    example: '2026-03-15T08:45:00.123456Z',
    description:
      'When the frame was taken; default: the moment of arrival. Frames of a batch arrive together, so their rate is then null. ' +
      timeForms,
  })
  timestamp?: Instant | null;
  @Field(timestampUnit(), numberUnit) timestamp_unit?: TimestampUnit;
}

const camera = {
  optional: true,
  nullable: true,
  description: 'The camera of the frames; default: the camera of the saved screen, or else an estimate',
} as const;

export class FrameBody extends BatchFrame {
  @Field(sessionId()) session_id!: string;
  @Field(clientName()) override candidate_id!: string;
  @Field(object(CameraIntrinsics), camera) camera?: CameraIntrinsics | null;
}

export class UploadFrame {
  @Field(sessionId()) session_id!: string;
  @Field(clientName()) candidate_id!: string;
  @Field(integer({ min: 0 })) frame_index!: number;
  @Field(targetIndex()) target_index!: number;
  @Field(number()) target_x!: number;
  @Field(number()) target_y!: number;
  @Field(bytes(), { secret: true, description: 'The file' }) frame!: Uint8Array;
}

export class FrameBatch {
  @Field(sessionId()) session_id!: string;
  @Field(clientName()) candidate_id!: string;
  @Field(list(object(BatchFrame), { minItems: 1, maxItems: calibrationLimits.maxBatchFrames }))
  frames!: BatchFrame[];
  @Field(timestampUnit(), batchUnit) timestamp_unit?: TimestampUnit;
  @Field(object(CameraIntrinsics), camera) camera?: CameraIntrinsics | null;
}

export const cameraSources = ['request', 'screen', 'estimated'] as const;
export type CameraSource = (typeof cameraSources)[number];

/** The measurements of a frame, or why there are none. Left and right are the person's own. */
export class FrameResult {
  @Field(boolean()) success!: boolean;
  @Field(text(), { optional: true, description: 'Why there is no gaze', example: 'No face was found' })
  error?: string;
  @Field(text(), { optional: true, description: 'Code of the error' }) error_code?: string;
  @Field(list(integer()), { optional: true, description: '[height, width] of the picture' })
  frame_shape?: number[];
  @Field(triple(), {
    optional: true,
    description: 'Unit vector in camera coordinates, by geometry: what the calibration is fitted to',
  })
  gaze_vector?: number[];
  @Field(object(UncalibratedGazeView), {
    optional: true,
    description: 'The best direction without a calibration, and where it comes from',
  })
  uncalibrated_gaze?: UncalibratedGazeView;
  @Field(triple(), { optional: true, description: 'Midpoint of the eyes, camera coordinates' })
  gaze_origin_mm?: number[];
  @Field(pair(), { optional: true, description: '[pitch, yaw], radians' }) normalized_gaze_angles?: number[];
  @Field(list(list(number())), {
    optional: true,
    description: '[x, y] in pixels; absent for uploads and batches',
    example: [[641.2, 352.8]],
  })
  landmarks?: number[][];
  @Field(anyObject(), { optional: true, description: '{yaw, pitch, roll}, radians' })
  head_pose_rot?: Record<string, unknown>;
  @Field(list(number()), { optional: true, description: '[x, y, width, height], pixels' }) bbox?: number[];
  @Field(anyObject(), {
    optional: true,
    description: '{left: {x, y}, right: {x, y}}, iris centres as fractions',
  })
  eye_centers?: Record<string, unknown>;
  @Field(anyObject(), { optional: true, description: '{left, right}', example: { left: 0.31, right: 0.3 } })
  eye_openness?: Record<string, unknown>;
  @Field(boolean(), { optional: true }) blink?: boolean;
  @Field(choice(...cameraSources), {
    optional: true,
    description: 'Source of the focal length and principal point; estimated: from the width of the picture',
  })
  camera_source?: CameraSource;
  @Field(pair(), { optional: true }) features?: number[];
  @Field(number(), { optional: true }) confidence?: number;
  @Field(object(TargetPosition), { optional: true, description: 'x and y of the uncalibrated gaze' })
  estimated_gaze_point?: TargetPosition;
  @Field(object(TargetPosition), { optional: true }) target_position?: TargetPosition;
  @Field(integer(), { optional: true }) frame_index?: number;
  @Field(integer(), { optional: true }) target_index?: number;
  @Field(text({ format: 'date-time' }), { optional: true }) timestamp?: string;
}

export class FrameBatchResult {
  @Field(integer()) batch_size!: number;
  @Field(integer()) successful_frames!: number;
  @Field(list(object(FrameResult)), { description: 'One per frame, in the order of the frames' })
  results!: FrameResult[];
}

/**
 * A gaze that the client measured itself. Camera coordinates: x to the right of the picture (not mirrored), y down, z
 * away from the camera. Looking into the lens from 600 mm has gaze_vector [0, 0, -1] and gaze_origin_mm [0, 0, 600].
 */
export class GazeMeasurementBody {
  @Field(triple(), {
    description:
      'Unit vector from the eye in camera coordinates: x to the right of a picture that is not mirrored (the person’s left), ' +
      'y down, z away from the camera. [0, 0, -1] looks into the lens',
    example: [0, 0, -1],
  })
  gaze_vector!: number[];
  @Field(triple(), {
    description:
      'The eye, or the midpoint of both eyes, in camera coordinates; [0, 0, 600] is 600 mm in front of the lens',
    example: [0, 0, 600],
  })
  gaze_origin_mm!: number[];
  @Field(pair(), {
    optional: true,
    nullable: true,
    description:
      'Two numbers that follow the gaze, e.g. the iris within the eye. Models F1 to F4 need them; send them with all samples or none',
  })
  features?: number[] | null;
  @Field(number(), { optional: true, nullable: true, description: 'Height divided by width of the eye' })
  eye_openness?: number | null;
  @Field(number({ min: 0, max: 1 }), { optional: true, nullable: true }) confidence?: number | null;
}

export class GazeSampleBody extends GazeMeasurementBody {
  @Field(object(TargetPosition)) target_position!: TargetPosition;
  @Field(targetIndex(), { optional: true, nullable: true }) target_index?: number | null;
  @Field(pydanticDatetime(), {
    example: 1773564300123.456,
    description: `When it was measured; a sample of the same moment at the same target replaces it. ${timeForms}`,
  })
  timestamp!: Instant;
  @Field(timestampUnit(), numberUnit) timestamp_unit?: TimestampUnit;
}

export class GazeSamples {
  @Field(sessionId()) session_id!: string;
  @Field(clientName()) candidate_id!: string;
  @Field(list(object(GazeSampleBody), { minItems: 1, maxItems: calibrationLimits.maxSamples }))
  samples!: GazeSampleBody[];
  @Field(timestampUnit(), batchUnit) timestamp_unit?: TimestampUnit;
}

export class SavedSamples {
  @Field(text()) session_id!: string;
  @Field(integer()) received!: number;
  @Field(integer(), { description: 'Number of samples in the session now' }) total!: number;
}

export const calibrationOwnership = {
  SESSION_NOT_FOUND: errorReply(404, 'Session not found', 'detail'),
  CANDIDATE_MISMATCH: errorReply(400, 'Candidate ID mismatch', 'detail'),
};
const open = {
  ...calibrationOwnership,
  ...screenNotSaved,
  SESSION_NOT_OPEN: errorReply(400, 'The session is {status}; resume it first', 'detail'),
  SESSION_FULL: errorReply(400, 'The session holds the maximum of {max} frames and samples', 'detail'),
};
const frameErrors = {
  ...open,
  FRAMES_TOO_LARGE: errorReply(413, 'A frame may have 8 MiB, a batch 22 MiB', 'detail'),
};

/** Frames of a person who looks at targets, and gaze samples that clients measured themselves. */
export const calibrationFrameContract = contract(
  'calibration.frame',
  { family: 'calibration', tag: 'Calibration' },
  {
    start: op({
      http: { method: 'POST', path: '/api/calibration/start' },
      undeclared: 'ignored',
      body: StartCalibration,
      reply: StartedCalibration,
      access: authenticatedWhenStrict(),
      errors: { ...calibrationOwnership, ...screenNotSaved },
      summary: 'Get the calibration targets to show, and the validation targets',
    }),
    frame: op({
      subject: 'calibration.frame.add',
      http: { method: 'POST', path: '/api/calibration/frame', bodyLimitBytes: 12 * MEBIBYTE },
      undeclared: 'ignored',
      body: FrameBody,
      reply: FrameResult,
      access: authenticatedWhenStrict(),
      errors: frameErrors,
      timeoutMs: 30_000,
      summary: 'Measure the gaze in one frame; the picture is not stored',
    }),
    upload: op({
      http: { method: 'POST', path: '/api/calibration/frame/upload', bodyLimitBytes: 9 * MEBIBYTE },
      undeclared: 'ignored',
      body: UploadFrame,
      reply: FrameResult,
      access: authenticatedWhenStrict(),
      errors: frameErrors,
      timeoutMs: 30_000,
      summary: 'Measure the gaze in one frame, uploaded as a file of a multipart form',
    }),
    batch: op({
      subject: 'calibration.frame.add-batch',
      http: { method: 'POST', path: '/api/calibration/frames/batch', bodyLimitBytes: 30 * MEBIBYTE },
      undeclared: 'ignored',
      body: FrameBatch,
      reply: FrameBatchResult,
      access: authenticatedWhenStrict(),
      errors: frameErrors,
      timeoutMs: 60_000,
      summary: 'Measure the gaze in up to 240 frames; each has its own result',
    }),
    samples: op({
      subject: 'calibration.sample.add',
      http: { method: 'POST', path: '/api/calibration/samples', bodyLimitBytes: 4 * MEBIBYTE },
      body: GazeSamples,
      reply: SavedSamples,
      access: authenticatedWhenStrict(),
      errors: open,
      summary: 'Add gaze samples measured by the client; all or none are stored',
    }),
  },
);
