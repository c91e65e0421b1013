import { contract, errorReply, op, roles } from '../contract/index.js';
import { choice, Field, integer, list, number, score, text } from '../fields/index.js';
import { CameraPath, type CameraStatus, cameraStatuses } from './camera.contract.js';

/** How a picture looks. Only `good` ones are likely to show faces that can be recognised. */
export const pictureStates = ['good', 'dark', 'bright', 'blurred', 'blocked', 'frozen'] as const;
export type PictureState = (typeof pictureStates)[number];

export class CameraTrial {
  @Field(text(), { description: 'The camera that was tried', example: 'CAM001' }) camera_id!: string;
  @Field(choice('success', 'failed'), { description: 'Whether a picture came', example: 'success' })
  status!: 'success' | 'failed';
  @Field(text(), {
    description: 'What came of it, and what to do about it, in words',
    example: 'The camera gives pictures of 1920 x 1080 pixels.',
  })
  message!: string;
  @Field(choice(...cameraStatuses), { description: 'As it was found', example: 'online' })
  camera_status!: CameraStatus;
  @Field(integer(), { description: 'Milliseconds that it took', example: 870 }) duration_ms!: number;
  @Field(text(), {
    nullable: true,
    description: 'Width and height in pixels; null without a picture',
    example: '1920x1080',
  })
  resolution!: string | null;
  @Field(number(), {
    nullable: true,
    description: 'Pictures a second as the camera states them; null where it does not',
    example: 25,
  })
  fps!: number | null;
  @Field(text(), {
    nullable: true,
    description: 'Form of the video: H264, H265 or JPEG; null where it is not told',
    example: 'H264',
  })
  codec!: string | null;
  @Field(choice(...pictureStates), {
    nullable: true,
    description: 'How the picture looks; null without one',
    example: 'good',
  })
  picture!: PictureState | null;
  @Field(score(), {
    nullable: true,
    description: 'Sharpness and exposure of the picture, 0 to 1; null without one',
    example: 0.92,
  })
  quality_score!: number | null;
  @Field(list(text()), {
    description: 'What to do so that faces are recognised; empty if nothing is',
    example: ['The picture is too dark to recognise faces: add light, or lengthen the exposure.'],
  })
  advice!: string[];
}

/** Tries cameras while somebody installs them. */
export const cameraTrialContract = contract(
  'attendance.camera-trial',
  { family: 'attendance', tag: 'Cameras' },
  {
    test: op({
      http: { method: 'POST', path: '/api/v1/cameras/{id}/test/' },
      params: CameraPath,
      reply: CameraTrial,
      access: roles('admin'),
      sessionOnly: 'always',
      timeoutMs: 30_000,
      errors: { CAMERA_NOT_FOUND: errorReply(404, 'Camera not found') },
      summary: 'Connect to a camera, decode one picture, and tell what came of it',
    }),
  },
);
