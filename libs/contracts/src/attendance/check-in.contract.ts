import { authenticated, contract, errorReply, op, pageOf, PageQuery, roles } from '../contract/index.js';
import {
  boolean,
  choice,
  datetime,
  Field,
  number,
  object,
  opaqueText,
  pictureText,
  soughtText,
  text,
} from '../fields/index.js';
import type { Instant } from '../instant.js';
import { MEBIBYTE } from '../sizes.js';
import { examplePicture } from '../vision/example-picture.js';
import { VerifyQueued } from './face.contract.js';
import { livenessRequired } from './liveness.contract.js';
import { GeoPoint } from './site.contract.js';

export class DevicePosition extends GeoPoint {
  @Field(number({ min: 0, max: 100_000 }), {
    optional: true,
    description: 'Radius in metres within which the device takes itself to be; absent: exactly there',
    example: 12,
  })
  accuracy_m?: number;
  @Field(number({ min: 0 }), {
    optional: true,
    description: 'The same as `accuracy_m`, under the name that browsers give it',
    example: 12,
    inBodyExample: false,
  })
  accuracy?: number;
  @Field(boolean(), {
    optional: true,
    description: 'Whether the device says that the position is a mock one, of a program and no satellite',
    example: false,
  })
  is_mock?: boolean;
}

export class CheckIn {
  @Field(pictureText({ maxLength: 16 * MEBIBYTE }), {
    secret: true,
    description: 'The selfie: JPEG, PNG or WebP',
    example: examplePicture,
  })
  image!: string;
  @Field(object(DevicePosition), { description: 'Where the device takes itself to be' })
  location!: DevicePosition;
  @Field(datetime(), {
    description: 'What the clock of the device shows. The entry has the time at which the request arrived',
    example: '2024-03-15T08:45:23Z',
  })
  timestamp!: Instant;
  @Field(opaqueText({ maxLength: 64 }), {
    optional: true,
    nullable: true,
    description:
      'A liveness challenge that the same account passed, for `verify`; it is spent on this request',
  })
  liveness_challenge_id?: string | null;
}

/** What decided about the place of a check-in, the gravest first. */
export const checkInRules = [
  'mock_location',
  'clock_difference',
  'impossible_travel',
  'outside',
  'boundary',
  'inside',
  'no_sites',
] as const;
export type CheckInRule = (typeof checkInRules)[number];

export const checkInOutcomes = ['accepted', 'flagged', 'refused'] as const;
export type CheckInOutcome = (typeof checkInOutcomes)[number];

export class CheckInPlace {
  @Field(choice(...checkInOutcomes), {
    description: 'flagged: accepted, and listed for administrators to look at',
    example: 'accepted',
  })
  outcome!: CheckInOutcome;
  @Field(choice(...checkInRules), {
    description:
      'Which rule decided. boundary: the accuracy leaves open whether the device is inside; no_sites: nobody has told where people may check in',
    example: 'inside',
  })
  rule!: CheckInRule;
  @Field(text(), {
    nullable: true,
    description: 'The nearest site where the person may check in',
    example: 'Main campus',
  })
  site!: string | null;
  @Field(number(), {
    nullable: true,
    description: 'Metres from the border of that site, negative inside',
    example: -84.2,
  })
  distance_m!: number | null;
  @Field(number(), { description: 'Seconds by which the clock of the device is ahead', example: -1.4 })
  clock_difference_s!: number;
  @Field(text(), { description: 'The same in words', example: 'You are at Main campus.' }) message!: string;
}

export class CheckInQueued extends VerifyQueued {
  @Field(object(CheckInPlace), {
    description: 'What was decided about the place; the face is compared later',
  })
  place!: CheckInPlace;
}

export class CheckInView extends CheckInPlace {
  @Field(text(), { example: '0d4c7a52-5a2b-4f27-9f9e-3f5a7f1b2c3d' }) id!: string;
  @Field(text()) employee_id!: string;
  @Field(text({ allowBlank: true }), { description: 'Name of the person', example: 'Jane Doe' })
  name!: string;
  @Field(text({ format: 'date-time' }), { description: 'When it arrived' }) timestamp!: string;
  @Field(object(GeoPoint), {
    nullable: true,
    description: 'Where the device took itself to be; null once `ATTENDANCE_POSITION_DAYS` have passed',
  })
  location!: GeoPoint | null;
  @Field(number(), { nullable: true, description: 'Radius in metres that it gave', example: 12 })
  accuracy_m!: number | null;
  @Field(text(), {
    nullable: true,
    description: 'The verification of the face; null where it was refused before',
  })
  task_id!: string | null;
}

export class CheckInQuery extends PageQuery {
  @Field(soughtText({ allowBlank: true, maxLength: 20 }), { optional: true, example: 'FAC001' })
  employee_id?: string;
  @Field(choice(...checkInOutcomes), { optional: true }) outcome?: CheckInOutcome;
}

const refusal = (sentence: string) => errorReply(403, sentence);

/** Check-in with a telephone: selfie, place and time. */
export const checkInContract = contract(
  'attendance.check-in',
  { family: 'attendance', tag: 'Mobile' },
  {
    create: op({
      http: { method: 'POST', path: '/api/v1/mobile/check-in/', status: 202, bodyLimitBytes: 12 * MEBIBYTE },
      undeclared: 'ignored',
      body: CheckIn,
      reply: CheckInQueued,
      access: authenticated(),
      sessionOnly: 'always',
      limit: 'face-verification',
      errors: {
        QUEUE_FULL: errorReply(503, 'The face queue is full; try again later.'),
        ...livenessRequired,
        USER_NOT_FOUND: errorReply(404, 'User not found'),
        USER_INACTIVE: errorReply(400, 'User is inactive'),
        MOCK_LOCATION: refusal(
          'The device says that its position is a mock one. Turn that off and check in again.',
        ),
        CLOCK_DIFFERENCE: refusal(
          'The clock of the device is wrong. Let it set the time by itself and check in again.',
        ),
        IMPOSSIBLE_TRAVEL: refusal(
          'Nobody gets here that fast from where you checked in last. Check in again when the position is right, or ask at the desk.',
        ),
        OUTSIDE_SITES: refusal(
          'You are not at a place where you may check in. Go there, or ask at the desk.',
        ),
      },
      summary: 'Check in with a selfie; the face is compared with the caller alone',
      description:
        'The place is decided about at once, and the answer says by which rule; the face is a verification, whose status is read under ' +
        '`/api/v1/face/verify/status/{task_id}/`. Whether what is wrong is refused or flagged says `ATTENDANCE_CHECK_IN_RULES`.',
    }),
    list: op({
      http: { method: 'GET', path: '/api/v1/check-ins/' },
      query: CheckInQuery,
      reply: pageOf(CheckInView),
      access: roles('admin'),
      sessionOnly: 'always',
      summary: 'List check-ins with what decided about their places, newest first',
    }),
  },
);
