import { authenticatedWhenStrict, contract, errorReply, op } from '../contract/index.js';
import { Field, list, object, pictureText } from '../fields/index.js';
import { MEBIBYTE } from '../sizes.js';
import { CameraIntrinsics, GazeAnalysis, gazeBatch } from './gaze.contract.js';

export class EncodedFrame {
  @Field(pictureText({ maxLength: Math.ceil((gazeBatch.maxFrameBytes * 4) / 3) + 200 }), {
    secret: true,
    description: 'JPEG, PNG or WebP, not mirrored',
  })
  frame_data!: string;
}

export class MeasureGaze {
  @Field(list(object(EncodedFrame), { minItems: 1, maxItems: gazeBatch.maxFrames }))
  frames!: EncodedFrame[];
  @Field(object(CameraIntrinsics), {
    optional: true,
    nullable: true,
    description: 'Without it, the focal length is estimated from the width of the picture',
  })
  camera?: CameraIntrinsics | null;
}

/** Measures gaze for clients: hints before a calibration, samples for `/api/calibration/map` after it. */
export const gazeMeasurementContract = contract(
  'vision.gaze',
  { family: 'calibration', tag: 'Gaze' },
  {
    measure: op({
      http: { method: 'POST', path: '/api/calibration/gaze', bodyLimitBytes: 33 * MEBIBYTE },
      body: MeasureGaze,
      reply: GazeAnalysis,
      access: authenticatedWhenStrict(),
      errors: {
        GAZE_BATCH_TOO_LARGE: errorReply(413, 'The frames of one batch may have 24 MiB together.', 'detail'),
      },
      timeoutMs: 30_000,
      summary: 'Measure the gaze in pictures without a session; nothing is stored',
      description:
        'Each face has `gaze_vector`, `gaze_origin_mm` and `features` in the form that `POST /api/calibration/map` accepts. ' +
        'With SECURITY_PROFILE=strict the call needs a token.',
    }),
  },
);
