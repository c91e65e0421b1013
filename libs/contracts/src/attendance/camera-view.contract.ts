import { anyone, contract, errorReply, op, roles, StreamPiece, StreamPosition } from '../contract/index.js';
import { type AlarmState, alarmStates } from '../alarms/index.js';
import { boolean, choice, Field, integer, number, object, opaqueText, score, text } from '../fields/index.js';
import { CameraPath, type CameraStatus, cameraStatuses } from './camera.contract.js';
import { type PictureState, pictureStates } from './camera-trial.contract.js';

export class CameraStream {
  @Field(text(), { description: 'The camera that is shown', example: 'CAM001' }) camera_id!: string;
  @Field(text(), {
    nullable: true,
    secret: true,
    description:
      'Path on this host that an `<img>` shows: it must be asked for within 60 seconds, once, and lasts ten minutes at most. Null where the camera shows nothing',
    example: '/api/v1/camera-streams/3q2-7wAAAAC0bUlMZ3l4dFh0d2Q0Zm5nQm9yZ0w/',
  })
  stream_url!: string | null;
  @Field(text(), {
    nullable: true,
    description: 'A film of JPEGs (MJPEG); null with `stream_url`',
    example: 'mjpeg',
  })
  stream_type!: string | null;
  @Field(boolean(), { description: 'Whether a picture came just now', example: true })
  is_accessible!: boolean;
  @Field(text(), {
    nullable: true,
    description: 'Why the camera shows nothing, in words; null if it does',
    example:
      'The camera gives no answer: check that it has power and network, and that a firewall lets the platform through.',
  })
  error_message!: string | null;
}

export class StreamTicket {
  @Field(opaqueText({ maxLength: 100 }), {
    description: 'From `stream_url`',
    example: '3q2-7wAAAAC0bUlMZ3l4dFh0d2Q0Zm5nQm9yZ0w',
  })
  ticket!: string;
}

export class CameraAlarm {
  @Field(choice(...alarmStates), {
    description: 'As in ISA-18.2; normal: there is none',
    example: 'unack_active',
  })
  state!: AlarmState;
  @Field(text({ format: 'date-time' }), {
    nullable: true,
    description: 'Since when it is in this state; null if there never was one',
    example: '2026-03-15T08:50:00Z',
  })
  since!: string | null;
  @Field(text(), {
    nullable: true,
    description: 'Employee id of who acknowledged it; null where nobody has',
    example: 'ADM001',
  })
  acknowledged_by!: string | null;
}

export class CameraHealth {
  @Field(text(), { description: 'The camera', example: 'CAM001' }) camera_id!: string;
  @Field(choice(...cameraStatuses), { description: 'As it was found the last time', example: 'online' })
  status!: CameraStatus;
  @Field(text(), {
    nullable: true,
    description:
      'For how long pictures have come without a break; null while none come, and while nobody watches',
    example: '48 hours',
  })
  uptime!: string | null;
  @Field(text({ format: 'date-time' }), {
    nullable: true,
    description: 'When the last picture came; null before the first',
    example: '2024-03-15T08:50:15Z',
  })
  last_frame!: string | null;
  @Field(score(), {
    nullable: true,
    description:
      'Sharpness and exposure of the last picture that was looked at, 0 to 1; null before the first',
    example: 0.92,
  })
  quality_score!: number | null;
  @Field(text(), {
    nullable: true,
    description: 'What the camera sends, measured over the last seconds; null while it is not watched',
    example: '2.3 Mbps',
  })
  bandwidth_usage!: string | null;
  @Field(integer(), {
    description:
      'Lost connections, complaints of the decoder and unreadable pictures since the camera was watched first',
    example: 0,
  })
  error_count!: number;
  @Field(text(), { nullable: true, description: 'What is wrong, in words; null if nothing is known to be' })
  problem!: string | null;
  @Field(number(), {
    nullable: true,
    description: 'Pictures a second that came; null while it is not watched',
    example: 24.8,
  })
  fps_seen!: number | null;
  @Field(number(), {
    nullable: true,
    description: 'Pictures a second as the camera states them; null where it does not',
    example: 25,
  })
  fps_stated!: number | null;
  @Field(choice(...pictureStates), {
    nullable: true,
    description:
      'How the last picture looks. frozen: it has not changed for ten seconds, so nothing moves, or the encoder hangs. Null before the first',
    example: 'good',
  })
  picture!: PictureState | null;
  @Field(integer(), { description: 'Faces that passed since it was watched first', example: 1204 })
  faces_seen!: number;
  @Field(integer(), {
    description: 'Of them, faces that were nobody enrolled; no picture of them is kept',
    example: 61,
  })
  faces_unknown!: number;
  @Field(score(), {
    nullable: true,
    description:
      'Share of them that was too small or blurred to recognise in every picture; null without faces',
    example: 0.07,
  })
  unusable_share!: number | null;
  @Field(object(CameraAlarm), {
    description: 'Raised when a watched camera gives no picture for ten seconds',
  })
  alarm!: CameraAlarm;
}

const notFound = { CAMERA_NOT_FOUND: errorReply(404, 'Camera not found') };
const FRAMES = 'multipart/x-mixed-replace; boundary=frame';

/** Shows what cameras see, and how they are. */
export const cameraViewContract = contract(
  'attendance.camera-view',
  { family: 'attendance', tag: 'Cameras' },
  {
    stream: op({
      http: { method: 'GET', path: '/api/v1/cameras/{id}/stream/' },
      params: CameraPath,
      reply: CameraStream,
      access: roles('admin', 'faculty'),
      sessionOnly: 'always',
      timeoutMs: 20_000,
      errors: notFound,
      summary: 'An address of this platform at which an `<img>` shows the camera',
      description:
        'Who looks is in the audit. The picture comes from this platform; the password of the camera goes nowhere.',
    }),
    frames: op({
      http: { method: 'GET', path: '/api/v1/camera-streams/{ticket}/', stream: { mediaTypes: [FRAMES] } },
      params: StreamTicket,
      body: StreamPosition,
      reply: StreamPiece,
      access: anyone(),
      timeoutMs: 20_000,
      errors: {
        STREAM_NOT_FOUND: errorReply(404, 'This address was used or is too old. Ask for a new one.'),
      },
      summary: 'The pictures of a camera, as they come, by an address from `stream_url`',
    }),
    snapshot: op({
      http: { method: 'GET', path: '/api/v1/cameras/{id}/snapshot/', stream: { mediaTypes: ['image/jpeg'] } },
      params: CameraPath,
      body: StreamPosition,
      reply: StreamPiece,
      access: roles('admin', 'faculty'),
      sessionOnly: 'always',
      timeoutMs: 20_000,
      errors: {
        ...notFound,
        CAMERA_SHOWS_NOTHING: errorReply(409, 'The camera shows nothing at present. {problem}'),
      },
      summary: 'The newest picture of a camera, at most five seconds old',
    }),
    health: op({
      http: { method: 'GET', path: '/api/v1/cameras/{id}/health/' },
      params: CameraPath,
      reply: CameraHealth,
      access: roles('admin', 'faculty'),
      errors: notFound,
      summary: 'How a camera is: measured, not assumed',
    }),
    acknowledge: op({
      http: { method: 'POST', path: '/api/v1/cameras/{id}/acknowledge/' },
      params: CameraPath,
      reply: CameraHealth,
      access: roles('admin'),
      sessionOnly: 'always',
      errors: {
        ...notFound,
        NOTHING_TO_ACKNOWLEDGE: errorReply(409, 'No alarm of this camera waits for that.'),
      },
      summary: 'Say that you know of the alarm of a silent camera',
    }),
  },
);
