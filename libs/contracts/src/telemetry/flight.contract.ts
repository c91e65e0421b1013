import { authenticated, contract, errorReply, op, pageOf, PageQuery } from '../contract/index.js';
import {
  choice,
  datetime,
  Field,
  freeText,
  integer,
  list,
  nameText,
  object,
  partialOf,
  soughtText,
  text,
} from '../fields/index.js';
import type { Instant } from '../instant.js';

export const seats = ['left', 'right', 'observer'] as const;
export type Seat = (typeof seats)[number];
export const crewRoles = ['pilot_flying', 'pilot_monitoring', 'observer'] as const;

export class CrewMember {
  @Field(choice(...seats), { description: 'Where they sit', example: 'left' }) seat!: Seat;
  @Field(choice(...crewRoles), { description: 'At the start of the flight', example: 'pilot_flying' })
  role!: (typeof crewRoles)[number];
  @Field(nameText({ maxLength: 50 }), {
    description: 'Who sits there, best as a pseudonym',
    example: 'P07',
  })
  person!: string;
}

export class FlightPhase {
  @Field(integer({ min: 1, max: 10 }), {
    description:
      'Phase of the flight warning computer of the A320 family: 1 electric power, 2 first engine start, 3 take-off power, 4 80 kt, 5 lift-off, ' +
      '6 above 1,500 ft, 7 below 800 ft, 8 touchdown, 9 below 80 kt, 10 second engine shut down',
    example: 6,
  })
  phase!: number;
  @Field(datetime(), { description: 'When it began', example: '2026-03-15T08:45:00Z' }) from!: Instant;
  @Field(datetime(), { description: 'When it ended, not included', example: '2026-03-15T09:30:00Z' })
  to!: Instant;
}

export class FlightDraft {
  @Field(nameText({ maxLength: 100 }), { description: 'Name of the flight', example: 'LOFT 3, crew B' })
  name!: string;
  @Field(nameText({ maxLength: 50 }), {
    optional: true,
    nullable: true,
    description: 'Type of the aircraft',
    example: 'A320-214',
  })
  aircraft_type?: string | null;
  @Field(nameText({ maxLength: 50 }), {
    optional: true,
    nullable: true,
    description: 'Registration, or the name of the simulator',
    example: 'FFS-2',
  })
  aircraft?: string | null;
  @Field(freeText({ maxLength: 2000 }), {
    optional: true,
    nullable: true,
    description: 'What the crew was given to do',
    example: 'ILS approach with a hydraulic failure',
  })
  scenario?: string | null;
  @Field(datetime(), {
    optional: true,
    nullable: true,
    description: 'When it began',
    example: '2026-03-15T08:00:00Z',
  })
  started_at?: Instant | null;
  @Field(datetime(), {
    optional: true,
    nullable: true,
    description: 'When it ended',
    example: '2026-03-15T10:00:00Z',
  })
  ended_at?: Instant | null;
  @Field(list(object(CrewMember), { maxItems: 8 }), {
    default: [],
    description: 'By seat; one person at most sits left, one right, and one at most is the pilot flying',
  })
  crew!: CrewMember[];
  @Field(list(object(FlightPhase), { maxItems: 200 }), {
    default: [],
    description: 'In the order of time, without overlap',
  })
  phases!: FlightPhase[];
}

export class FlightChange extends partialOf(FlightDraft) {}

export const flightRights = ['read', 'annotate', 'edit'] as const;
/** Each holds the rights before it. */
export type FlightRight = (typeof flightRights)[number];

export class FlightPhaseView {
  @Field(integer(), { description: 'Phase of the flight warning computer, 1 to 10', example: 6 })
  phase!: number;
  @Field(text({ format: 'date-time' }), { description: 'When it began' }) from!: string;
  @Field(text({ format: 'date-time' }), { description: 'When it ended, not included' }) to!: string;
}

export class FlightView {
  @Field(text({ format: 'uuid' })) id!: string;
  @Field(text(), { description: 'Name of the flight', example: 'LOFT 3, crew B' }) name!: string;
  @Field(text(), { nullable: true, description: 'Type of the aircraft', example: 'A320-214' })
  aircraft_type!: string | null;
  @Field(text(), {
    nullable: true,
    description: 'Registration, or the name of the simulator',
    example: 'FFS-2',
  })
  aircraft!: string | null;
  @Field(text(), {
    nullable: true,
    description: 'What the crew was given to do',
    example: 'ILS approach with a hydraulic failure',
  })
  scenario!: string | null;
  @Field(text({ format: 'date-time' }), { nullable: true, description: 'When it began' })
  started_at!: string | null;
  @Field(text({ format: 'date-time' }), { nullable: true, description: 'When it ended' })
  ended_at!: string | null;
  @Field(list(object(CrewMember)), { description: 'Who sat where' }) crew!: CrewMember[];
  @Field(list(object(FlightPhaseView)), { description: 'In the order of time' }) phases!: FlightPhaseView[];
  @Field(text(), { description: 'User name of the owner', example: 'pilot' }) owner!: string;
  @Field(choice('own', ...flightRights), { description: 'What the caller may do with it' }) right!: string;
  @Field(integer(), { description: 'Recordings of eyes in this flight', example: 2 }) recordings!: number;
  @Field(text({ format: 'date-time' })) created_at!: string;
}

export class FlightPath {
  @Field(soughtText({ maxLength: 36 }), {
    description: 'Id of the flight',
    example: '0190a3b2-6c1e-4d44-8f00-5ffdce74fad2',
  })
  id!: string;
}

export const flightNotFound = { FLIGHT_NOT_FOUND: errorReply(404, 'Flight not found') };
/** Who may read and not more is told so; who may not read is answered as if there were no flight. */
export const flightForbidden = {
  FLIGHT_RIGHT_MISSING: errorReply(403, 'This flight is shared with you for less than that; ask its owner.'),
};
const path = '/api/flights/{id}/';

/** Flights with their crew and phases. */
export const flightContract = contract(
  'telemetry.flight',
  { family: 'eyetracker', tag: 'Flights' },
  {
    list: op({
      http: { method: 'GET', path: '/api/flights/' },
      query: PageQuery,
      reply: pageOf(FlightView),
      access: authenticated(),
      summary: 'Your flights and those that are shared with you, newest first',
    }),
    create: op({
      http: { method: 'POST', path: '/api/flights/', status: 201 },
      body: FlightDraft,
      reply: FlightView,
      access: authenticated(),
      errors: {
        TOO_MANY_FLIGHTS: errorReply(409, 'You have the maximum number of flights; remove some first.'),
      },
      summary: 'Add a flight',
    }),
    get: op({
      http: { method: 'GET', path },
      params: FlightPath,
      reply: FlightView,
      access: authenticated(),
      errors: flightNotFound,
      summary: 'Read a flight',
    }),
    change: op({
      http: { method: 'PATCH', path },
      params: FlightPath,
      body: FlightChange,
      reply: FlightView,
      access: authenticated(),
      errors: { ...flightNotFound, ...flightForbidden },
      summary: 'Change a flight; crew and phases are replaced as a whole',
    }),
    remove: op({
      http: { method: 'DELETE', path, status: 204 },
      params: FlightPath,
      access: authenticated(),
      errors: { ...flightNotFound, ...flightForbidden },
      summary: 'Remove a flight with its markers; its recordings stay with their owners',
    }),
  },
);
