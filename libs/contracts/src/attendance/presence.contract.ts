import { authenticated, contract, errorReply, op } from '../contract/index.js';
import {
  boolean,
  choice,
  Field,
  integer,
  nameText,
  opaqueText,
  pictureText,
  soughtText,
  text,
} from '../fields/index.js';
import { MEBIBYTE } from '../sizes.js';
import { examplePicture } from '../vision/example-picture.js';
import { attendanceMethods, type AttendanceMethod } from './attendance.contract.js';
import { cameraRefused } from './face.contract.js';

class Place {
  @Field(nameText({ maxLength: 50 }), {
    optional: true,
    nullable: true,
    description: 'Camera or terminal where the person is',
    example: 'GATE1',
  })
  camera_id?: string | null;
  @Field(nameText({ maxLength: 200 }), { optional: true, nullable: true, example: 'Main Building Entrance' })
  location?: string | null;
}

export class BadgePresence extends Place {
  @Field(opaqueText({ maxLength: 200 }), {
    requiredUnless: 'image',
    secret: true,
    description: 'What a scanner read from the QR code',
    example: 'ARGUS1.AAECAwQFBgcICQoLDA0ODxAREhMUFRYX',
  })
  badge?: string;
  @Field(pictureText({ maxLength: 16 * MEBIBYTE }), {
    requiredUnless: 'badge',
    secret: true,
    inBodyExample: false,
    description: 'A picture that shows the QR code, where there is no scanner',
    example: examplePicture,
  })
  image?: string;
}

export class PinPresence extends Place {
  @Field(soughtText({ maxLength: 20 }), { example: 'FAC001' }) employee_id!: string;
  @Field(opaqueText({ maxLength: 64 }), { secret: true, description: 'Their PIN', example: '804173' })
  pin!: string;
}

export class PresenceView {
  @Field(text()) employee_id!: string;
  @Field(text({ allowBlank: true }), { description: 'Name of the person', example: 'Jane Doe' })
  name!: string;
  @Field(choice(...attendanceMethods), { description: 'How the person was found present', example: 'badge' })
  method!: AttendanceMethod;
  @Field(text({ format: 'date-time' }), { description: 'When they were found present' }) timestamp!: string;
  @Field(boolean(), {
    description: 'False where an entry of the same place and a moment ago already says so',
  })
  attendance_logged!: boolean;
  @Field(integer(), { nullable: true, description: 'The entry that says so', example: 4711 })
  attendance_log_id!: number | null;
  @Field(text(), { nullable: true, example: 'GATE1', description: 'Camera or terminal' }) camera_id!:
    string | null;
  @Field(text(), { description: 'What happened, in words', example: 'Attendance logged' }) message!: string;
}

const shared = {
  access: authenticated(),
  limit: 'face-verification',
  reply: PresenceView,
  description:
    'Administrators, faculty and API keys speak for terminals; students are found present by their own badge or PIN only, and the entry ' +
    'says `self_reported`. All methods share the time within which a person is logged once at a place.',
} as const;

/** Presence without a face: equal to a recognised one. */
export const presenceContract = contract(
  'attendance.presence',
  { family: 'attendance', tag: 'Badges and PINs' },
  {
    badge: op({
      http: { method: 'POST', path: '/api/v1/presence/badge/', bodyLimitBytes: 12 * MEBIBYTE },
      body: BadgePresence,
      ...shared,
      errors: {
        ...cameraRefused,
        BADGE_NOT_VALID: errorReply(
          403,
          'The badge is not valid here. It may be revoked, or its owner inactive: ask at the desk.',
        ),
        NO_BADGE_IN_PICTURE: errorReply(
          400,
          'No badge could be read from the picture. Hold it closer, flat and in good light.',
          'image',
        ),
      },
      summary: 'Log the attendance of whoever shows a badge',
    }),
    pin: op({
      http: { method: 'POST', path: '/api/v1/presence/pin/' },
      body: PinPresence,
      ...shared,
      errors: {
        ...cameraRefused,
        PIN_NOT_VALID: errorReply(
          403,
          'Employee id and PIN do not fit. After five tries there is a pause, which grows.',
        ),
      },
      summary: 'Log the attendance of whoever knows the PIN of an employee id',
    }),
  },
);
