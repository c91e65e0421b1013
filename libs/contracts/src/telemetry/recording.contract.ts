import {
  authenticated,
  contract,
  errorReply,
  op,
  pageOf,
  PageQuery,
  StreamPiece,
  StreamPosition,
} from '../contract/index.js';
import {
  choice,
  datetime,
  Field,
  integer,
  nameText,
  number,
  object,
  partialOf,
  soughtText,
  text,
} from '../fields/index.js';
import type { Instant } from '../instant.js';
import { type Display, displays, Ecam } from './fixation.contract.js';
import { flightForbidden, flightNotFound, type Seat, seats } from './flight.contract.js';

const flightId = () => soughtText({ maxLength: 36 });

export class RecordingDraft {
  @Field(nameText({ maxLength: 50 }), {
    description: 'The `recording_id` of its rows; unique among yours',
    example: 'rec-2026-03-15-left',
  })
  recording_id!: string;
  @Field(flightId(), {
    optional: true,
    nullable: true,
    description: 'Flight in which it was made; you need the right to edit it',
    example: '0190a3b2-6c1e-4d44-8f00-5ffdce74fad2',
    inBodyExample: false,
  })
  flight?: string | null;
  @Field(choice(...seats), { optional: true, nullable: true, description: 'Whose eyes', example: 'left' })
  seat?: Seat | null;
  @Field(nameText({ maxLength: 100 }), {
    optional: true,
    nullable: true,
    description: 'Model of the eye tracker',
    example: 'Pupil Neon',
  })
  tracker?: string | null;
  @Field(number({ above: 0, max: 2000 }), {
    optional: true,
    nullable: true,
    description: 'Samples a second',
    example: 200,
  })
  rate_hz?: number | null;
  @Field(nameText({ maxLength: 100 }), {
    optional: true,
    nullable: true,
    description: 'Which calibration was used',
    example: 'cal-17',
  })
  calibration?: string | null;
  @Field(datetime(), {
    optional: true,
    nullable: true,
    description: 'When it began',
    example: '2026-03-15T08:44:10Z',
  })
  started_at?: Instant | null;
}

export class RecordingChange extends partialOf(RecordingDraft) {}

export class FixationCounts {
  @Field(integer(), { description: 'On the ECAM', example: 1830 }) ecam!: number;
  @Field(integer(), { description: 'On the EFIS', example: 2210 }) efis!: number;
  @Field(integer(), { description: 'On the PFD', example: 6402 }) pfd!: number;
}

export class RecordingView {
  @Field(text({ format: 'uuid' })) id!: string;
  @Field(text(), { description: 'The `recording_id` of its rows', example: 'rec-2026-03-15-left' })
  recording_id!: string;
  @Field(text({ format: 'uuid' }), { nullable: true, description: 'Flight in which it was made' })
  flight!: string | null;
  @Field(text(), { nullable: true, description: 'Whose eyes', example: 'left' }) seat!: string | null;
  @Field(text(), { nullable: true, description: 'Model of the eye tracker', example: 'Pupil Neon' })
  tracker!: string | null;
  @Field(number(), { nullable: true, description: 'Samples a second', example: 200 }) rate_hz!: number | null;
  @Field(text(), { nullable: true, description: 'Which calibration was used', example: 'cal-17' })
  calibration!: string | null;
  @Field(text({ format: 'date-time' }), { nullable: true, description: 'When it began' })
  started_at!: string | null;
  @Field(text(), { description: 'User name of the owner', example: 'pilot' }) owner!: string;
  @Field(object(FixationCounts), { description: 'Stored fixations by display' }) fixations!: FixationCounts;
  @Field(text({ format: 'date-time' })) created_at!: string;
}

export class RecordingPath {
  @Field(soughtText({ maxLength: 36 }), {
    description: 'Id of the recording',
    example: '0190a3b2-6c1e-4d44-8f00-5ffdce74fad3',
  })
  id!: string;
}

export class RecordingQuery extends PageQuery {
  @Field(soughtText({ allowBlank: true, maxLength: 36 }), {
    optional: true,
    description: 'Only recordings of this flight, also those of others',
    example: '0190a3b2-6c1e-4d44-8f00-5ffdce74fad2',
  })
  flight?: string;
  @Field(soughtText({ allowBlank: true, maxLength: 50 }), {
    optional: true,
    description: 'Only the recording of this name',
    example: 'rec-2026-03-15-left',
  })
  recording_id?: string;
}

export class RecordingFixationQuery {
  @Field(choice(...displays), { description: 'Display on which they lie', example: 'pfd' }) display!: Display;
}

const notFound = { RECORDING_NOT_FOUND: errorReply(404, 'Recording not found') };
const taken = {
  RECORDING_EXISTS: errorReply(409, 'You have a recording of this recording_id already; change that one.'),
};
const path = '/api/recordings/{id}/';

/** Recordings of somebody's eyes. Rows of the document belong to the recording of their `recording_id`. */
export const recordingContract = contract(
  'telemetry.recording',
  { family: 'eyetracker', tag: 'Recordings' },
  {
    list: op({
      http: { method: 'GET', path: '/api/recordings/' },
      query: RecordingQuery,
      reply: pageOf(RecordingView),
      access: authenticated(),
      errors: flightNotFound,
      summary: 'Your recordings, or all of a flight that you may read; newest first',
      description:
        'The first row with a new `recording_id` makes its recording; what is known of it can be added later.',
    }),
    create: op({
      http: { method: 'POST', path: '/api/recordings/', status: 201 },
      body: RecordingDraft,
      reply: RecordingView,
      access: authenticated(),
      errors: { ...flightNotFound, ...flightForbidden, ...taken },
      summary: 'Describe a recording before its rows come',
    }),
    get: op({
      http: { method: 'GET', path },
      params: RecordingPath,
      reply: RecordingView,
      access: authenticated(),
      errors: notFound,
      summary: 'Read a recording: your own, or of a flight that is shared with you',
    }),
    change: op({
      http: { method: 'PATCH', path },
      params: RecordingPath,
      body: RecordingChange,
      reply: RecordingView,
      access: authenticated(),
      errors: { ...notFound, ...flightNotFound, ...flightForbidden, ...taken },
      summary: 'Change what is known of your recording; a new recording_id renames its rows, too',
    }),
    remove: op({
      http: { method: 'DELETE', path, status: 204 },
      params: RecordingPath,
      access: authenticated(),
      errors: notFound,
      summary: 'Remove your recording with its fixations',
    }),
    fixations: op({
      http: {
        method: 'GET',
        path: `${path}fixations/`,
        stream: { mediaTypes: ['application/json'], item: Ecam },
      },
      params: RecordingPath,
      query: RecordingFixationQuery,
      body: StreamPosition,
      reply: StreamPiece,
      access: authenticated(),
      errors: notFound,
      summary: 'Fixations of a recording on a display, also of a flight that is shared with you',
    }),
  },
);
