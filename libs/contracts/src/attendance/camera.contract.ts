import { authenticated, contract, errorReply, op, pageOf, PageQuery, roles } from '../contract/index.js';
import {
  boolean,
  choice,
  Field,
  nameText,
  number,
  opaqueText,
  partialOf,
  passwordText,
  text,
} from '../fields/index.js';

/** What passes a camera: people who come, who go, either, or nobody who comes or goes by it. */
export const cameraDirections = ['in', 'out', 'both', 'none'] as const;
export type CameraDirection = (typeof cameraDirections)[number];

export const cameraStatuses = ['online', 'offline', 'error', 'maintenance'] as const;
export type CameraStatus = (typeof cameraStatuses)[number];

export const MAX_CAMERA_ID = 50;

export class CameraChangeable {
  @Field(nameText({ maxLength: 100 }), { description: 'What people call it', example: 'Library Entrance' })
  name!: string;
  @Field(nameText({ maxLength: 200 }), { example: 'Library Building' }) location!: string;
  @Field(opaqueText({ maxLength: 45 }), {
    optional: true,
    nullable: true,
    description: 'For people who look for it; it is called by `rtsp_url`',
    example: '192.168.1.101',
  })
  ip_address?: string | null;
  @Field(opaqueText({ maxLength: 2000, format: 'uri' }), {
    optional: true,
    nullable: true,
    description:
      'Where its pictures are: `rtsp` and `rtsps`, or `http` and `https` for a snapshot (JPEG) or a film of JPEGs (MJPEG). A user and a ' +
      'password in it count as `username` and `password` unless these are given, also as `user=…&password=…` in path or query, where `***` is shown and may be sent back. Private networks are called only where `CAMERA_NETWORKS` lists them',
    example: 'rtsp://admin:password@192.168.1.101:554/stream',
  })
  rtsp_url?: string | null;
  @Field(opaqueText({ maxLength: 200 }), {
    optional: true,
    nullable: true,
    secret: true,
    description: 'Of the camera. It is sealed and never answered; null removes it, with the password',
    example: 'admin',
  })
  username?: string | null;
  @Field(passwordText({ maxLength: 200 }), {
    optional: true,
    nullable: true,
    secret: true,
    description:
      'Of the camera. It is sealed and never answered; a new `rtsp_url` keeps it only at the same host and port',
    example: 'camera_password',
  })
  password?: string | null;
  @Field(choice(...cameraDirections), {
    default: 'none',
    description:
      'Who passes it. `in` and `out` are written into attendance that it sees; with `both` and `none` the direction is unknown',
    example: 'in',
  })
  direction!: CameraDirection;
  @Field(boolean(), {
    default: false,
    description: 'Whether the platform watches it and logs whom it recognises',
    example: true,
  })
  watch!: boolean;
  @Field(boolean(), {
    default: false,
    description: 'While somebody works on it, it is not watched and raises no alarm',
    example: false,
  })
  maintenance!: boolean;
}

export class CameraBody extends CameraChangeable {
  @Field(nameText({ maxLength: MAX_CAMERA_ID }), {
    description: 'Chosen by you. Compared without case; it stays for ever, as attendance names it',
    example: 'CAM002',
  })
  id!: string;
}

class CameraChanges extends CameraChangeable {
  @Field(boolean(), { description: 'False deactivates it, as DELETE does', example: true })
  is_active!: boolean;
}
export const CameraChange = partialOf(CameraChanges);
export type CameraChange = InstanceType<typeof CameraChange>;

export class CameraView {
  @Field(text(), { example: 'CAM001' }) id!: string;
  @Field(text(), { description: 'What people call it', example: 'Main Entrance' }) name!: string;
  @Field(text(), { example: 'Building A - Ground Floor' }) location!: string;
  @Field(text(), {
    nullable: true,
    description: 'Null where it is not known, and for students',
    example: '192.168.1.100',
  })
  ip_address!: string | null;
  @Field(text({ format: 'uri' }), {
    nullable: true,
    description: 'Without user and password. Null where none is known, and for students',
    example: 'rtsp://192.168.1.100:554/stream',
  })
  rtsp_url!: string | null;
  @Field(choice(...cameraStatuses), {
    description:
      'online: it gave a picture the last time. offline: it is not reached, or nobody tried yet. error: it answers, but gives no picture that is of use',
  })
  status!: CameraStatus;
  @Field(text({ format: 'date-time' }), {
    nullable: true,
    description: 'When its last picture came; null before the first',
    example: '2024-03-15T08:50:00Z',
  })
  last_seen!: string | null;
  @Field(text(), {
    nullable: true,
    description: 'Width and height of its pictures; null before the first',
    example: '1920x1080',
  })
  resolution!: string | null;
  @Field(number(), {
    nullable: true,
    description: 'Pictures a second as it states them; null where it does not',
    example: 30,
  })
  fps!: number | null;
  @Field(boolean(), { description: 'Whether it is in use', example: true }) is_active!: boolean;
  @Field(boolean(), { description: 'Whether a user or a password is kept for it', example: true })
  has_credentials!: boolean;
  @Field(choice(...cameraDirections), { description: 'Who passes it', example: 'in' })
  direction!: CameraDirection;
  @Field(boolean(), { description: 'Whether the platform watches it', example: true }) watch!: boolean;
  @Field(boolean(), { description: 'Whether somebody works on it', example: false }) maintenance!: boolean;
  @Field(text(), {
    nullable: true,
    description: 'What is wrong, in words; null where nothing is known to be',
    example: 'The camera refuses this user and password',
  })
  problem!: string | null;
  @Field(text({ format: 'date-time' })) created_at!: string;
}

export class CameraPath {
  @Field(opaqueText({ maxLength: 200 }), { example: 'CAM001' }) id!: string;
}

export class CameraQuery extends PageQuery {
  @Field(boolean(), { default: true, description: 'False lists deactivated cameras', example: true })
  is_active!: boolean;
}

const notFound = { CAMERA_NOT_FOUND: errorReply(404, 'Camera not found') };
const administrators = { access: roles('admin'), sessionOnly: 'always' } as const;

/** Cameras of the site: what they are, where they are, and who passes them. */
export const cameraContract = contract(
  'attendance.camera',
  { family: 'attendance', tag: 'Cameras' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/cameras/' },
      query: CameraQuery,
      reply: pageOf(CameraView),
      access: authenticated(),
      summary: 'List cameras by name',
    }),
    create: op({
      http: { method: 'POST', path: '/api/v1/cameras/', status: 201 },
      undeclared: 'ignored',
      body: CameraBody,
      reply: CameraView,
      ...administrators,
      errors: {
        CAMERA_EXISTS: errorReply(
          400,
          'A camera with this id already exists, perhaps a deactivated one.',
          'id',
        ),
        TOO_MANY_CAMERAS: errorReply(409, 'There are 1000 cameras already.'),
      },
      summary: 'Register a camera',
    }),
    get: op({
      http: { method: 'GET', path: '/api/v1/cameras/{id}/' },
      params: CameraPath,
      reply: CameraView,
      access: authenticated(),
      errors: notFound,
      summary: 'Read a camera',
    }),
    change: op({
      http: { method: 'PATCH', path: '/api/v1/cameras/{id}/' },
      params: CameraPath,
      body: CameraChange,
      reply: CameraView,
      ...administrators,
      errors: notFound,
      summary: 'Change a camera',
    }),
    deactivate: op({
      http: { method: 'DELETE', path: '/api/v1/cameras/{id}/', status: 204 },
      params: CameraPath,
      ...administrators,
      errors: notFound,
      summary: 'Deactivate a camera',
      description: 'Its attendance stays. The password is destroyed.',
    }),
  },
);
