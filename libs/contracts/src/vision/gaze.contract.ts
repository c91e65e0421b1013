import { contract, errorReply, internal, op } from '../contract/index.js';
import { boolean, bytes, choice, Field, integer, list, number, object, text } from '../fields/index.js';
import { MEBIBYTE } from '../sizes.js';
import { FaceBox } from './recognition.contract.js';

/** Limits of one call; callers split longer batches. `maxBatchBytes` stays below the broker's largest message. */
export const gazeBatch = { maxFrames: 32, maxFrameBytes: 8 * MEBIBYTE, maxBatchBytes: 24 * MEBIBYTE };

const pair = () => list(number(), { minItems: 2, maxItems: 2 });
const triple = () => list(number(), { minItems: 3, maxItems: 3 });

/** A pinhole camera in pixels of a picture of the stated size. For other sizes the numbers are scaled. */
export class CameraIntrinsics {
  @Field(number({ min: 1 })) focal_length_x_px!: number;
  @Field(number({ min: 1 })) focal_length_y_px!: number;
  @Field(number()) principal_x_px!: number;
  @Field(number()) principal_y_px!: number;
  @Field(integer({ min: 1 })) width_px!: number;
  @Field(integer({ min: 1 })) height_px!: number;
}

export class GazeFrame {
  @Field(bytes(), { secret: true, description: 'JPEG, PNG or WebP, not mirrored, at most 8 MiB' })
  image!: Uint8Array;
}

export class AnalyseGaze {
  @Field(list(object(GazeFrame), { minItems: 1, maxItems: gazeBatch.maxFrames })) frames!: GazeFrame[];
  @Field(object(CameraIntrinsics), {
    optional: true,
    nullable: true,
    description: 'Without it, the focal length is estimated from the width of the picture',
  })
  camera?: CameraIntrinsics | null;
  @Field(boolean(), { default: false, description: 'Whether the answer includes the 478 landmarks' })
  landmarks!: boolean;
}

export const gazeSources = ['geometry', 'network'] as const;
export type GazeSource = (typeof gazeSources)[number];

/** Where a person looks, as far as it is known before a calibration. */
export class UncalibratedGazeView {
  @Field(triple(), { description: 'Unit vector from gaze_origin_mm' }) gaze_vector!: number[];
  @Field(number(), { description: 'atan2(x, −z)' }) gaze_yaw_rad!: number;
  @Field(number(), { description: 'Positive down: atan2(y, hypot(x, z))' }) gaze_pitch_rad!: number;
  @Field(choice(...gazeSources), {
    description: 'network: a configured gaze network; geometry: eyeballs and irises',
  })
  gaze_source!: GazeSource;
  @Field(text(), { description: 'Name of what measured it', example: 'eyeball@2' }) model!: string;
  @Field(number(), {
    nullable: true,
    description:
      'Mean angular error in degrees, measured for this model on four frames of three people: an indication. Null for a ' +
      'network that was not measured',
  })
  expected_error_deg!: number | null;
}

/**
 * The face nearest to the camera. Left and right are the person's own. Camera coordinates, in millimetres: x to the
 * right of the picture, y down, z away from the camera. The gaze of a person looking into the camera is (0, 0, −1).
 */
export class GazeFace {
  @Field(object(FaceBox)) box!: FaceBox;
  @Field(list(triple()), {
    optional: true,
    description: '478 points [x, y, z] in pixels of the upright picture, z relative to the face',
    example: [[641.2, 352.8, -4.1]],
  })
  landmarks?: number[][];
  @Field(pair(), { description: 'Pixels' }) iris_left_px!: number[];
  @Field(pair(), { description: 'Pixels' }) iris_right_px!: number[];
  @Field(number({ min: 0 }), {
    description: 'Height divided by width of the left eye: about 0.3 when open, below 0.15 when closed',
    example: 0.31,
  })
  eye_openness_left!: number;
  @Field(number({ min: 0 }), {
    description: 'Height divided by width of the right eye: about 0.3 when open, below 0.15 when closed',
    example: 0.3,
  })
  eye_openness_right!: number;
  @Field(boolean(), { description: 'Whether both eyes are closed; the gaze of such a frame is not used' })
  blink!: boolean;
  @Field(triple(), { description: 'Rotation vector of the head (axis times angle), radians' })
  head_rotation_rad!: number[];
  @Field(triple(), { description: 'Position of the head model’s origin' }) head_translation_mm!: number[];
  @Field(triple(), { description: 'Midpoint of the eyes' }) gaze_origin_mm!: number[];
  @Field(triple(), {
    description:
      'Unit vector by geometry: what a calibration is fitted to and maps. Without a calibration, use uncalibrated_gaze',
  })
  gaze_vector!: number[];
  @Field(number(), { description: 'atan2(x, −z)' }) gaze_yaw_rad!: number;
  @Field(number(), { description: 'Positive down: atan2(y, hypot(x, z))' }) gaze_pitch_rad!: number;
  @Field(object(UncalibratedGazeView), { description: 'The best direction without a calibration' })
  uncalibrated_gaze!: UncalibratedGazeView;
  @Field(pair(), {
    nullable: true,
    description:
      'Two numbers that follow the gaze without geometry: the iris within the eye, or the output of a gaze model',
  })
  features!: number[] | null;
  @Field(number({ min: 0, max: 1 })) confidence!: number;
}

export const gazeFrameErrors = [
  'IMAGE_NOT_BASE64',
  'IMAGE_NOT_READABLE',
  'IMAGE_DAMAGED',
  'IMAGE_TOO_LARGE',
  'IMAGE_TOO_SMALL',
  'IMAGE_ANIMATED',
  'NO_FACE',
  'MESH_SCORE_LOW',
  'EYES_NOT_VISIBLE',
  'POSE_NOT_FOUND',
] as const;
export type GazeFrameError = (typeof gazeFrameErrors)[number];

/** The analysis of one frame: either a face or an error. */
export class GazeFrameAnalysis {
  @Field(choice(...gazeFrameErrors), { nullable: true }) error!: GazeFrameError | null;
  @Field(text(), {
    nullable: true,
    description: 'The error as a sentence',
    example: 'The picture cannot be read',
  })
  message!: string | null;
  @Field(integer(), {
    nullable: true,
    description: 'Width of the upright picture; null if it is not readable',
  })
  width_px!: number | null;
  @Field(integer(), { nullable: true }) height_px!: number | null;
  @Field(integer()) faces_detected!: number;
  @Field(object(GazeFace), { nullable: true }) face!: GazeFace | null;
}

export class GazeAnalysis {
  @Field(list(object(GazeFrameAnalysis)), { description: 'One per frame, in the order of the frames' })
  frames!: GazeFrameAnalysis[];
  @Field(choice('given', 'estimated'), { description: 'Where the focal length came from' })
  camera_source!: 'given' | 'estimated';
  @Field(text(), {
    description: 'Name and version of the model that measured the gaze',
    example: 'eyeball@2',
  })
  model!: string;
}

/** Gaze from pictures of a face. Pictures are never stored. */
export const gazeContract = contract(
  'vision.gaze',
  { family: 'calibration', tag: 'Internal' },
  {
    analyse: op({
      body: AnalyseGaze,
      reply: GazeAnalysis,
      access: internal(),
      errors: {
        GAZE_BATCH_TOO_LARGE: errorReply(413, 'The frames of one batch may have 24 MiB together.', 'detail'),
      },
      timeoutMs: 30_000,
      summary: 'Measure eyes, head pose and gaze of each frame; a bad frame does not fail the others',
    }),
  },
);
