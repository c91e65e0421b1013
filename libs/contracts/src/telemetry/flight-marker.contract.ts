import { authenticated, contract, errorReply, op } from '../contract/index.js';
import { datetime, Field, freeText, integer, listOf, nameText, soughtText, text } from '../fields/index.js';
import type { Instant } from '../instant.js';
import { flightForbidden, flightNotFound, FlightPath } from './flight.contract.js';

export class FlightMarkerDraft {
  @Field(datetime(), { description: 'The moment that it marks', example: '2026-03-15T08:45:00.250Z' })
  at!: Instant;
  @Field(nameText({ maxLength: 50 }), { description: 'What happened there', example: 'HYD G LO PR' })
  label!: string;
  @Field(freeText({ maxLength: 1000 }), {
    optional: true,
    nullable: true,
    example: 'Injected by the instructor',
  })
  comment?: string | null;
}

export class FlightMarker {
  @Field(integer()) id!: number;
  @Field(text({ format: 'date-time' }), { description: 'The moment that it marks' }) at!: string;
  @Field(text(), { description: 'What happened there', example: 'HYD G LO PR' }) label!: string;
  @Field(text(), { nullable: true }) comment!: string | null;
  @Field(text(), { description: 'User name of who set it', example: 'pilot' }) username!: string;
}

export class FlightMarkerPath extends FlightPath {
  @Field(soughtText({ maxLength: 16 }), { description: 'Id of the marker', example: '12' })
  marker_id!: string;
}

const path = '/api/flights/{id}/markers/';

/** Moments of a flight that somebody marked. */
export const flightMarkerContract = contract(
  'telemetry.flight-marker',
  { family: 'eyetracker', tag: 'Flights' },
  {
    list: op({
      http: { method: 'GET', path: path },
      params: FlightPath,
      reply: listOf(FlightMarker),
      access: authenticated(),
      errors: flightNotFound,
      summary: 'Markers of a flight in the order of time',
    }),
    create: op({
      http: { method: 'POST', path: path, status: 201 },
      params: FlightPath,
      body: FlightMarkerDraft,
      reply: FlightMarker,
      access: authenticated(),
      errors: {
        ...flightNotFound,
        ...flightForbidden,
        TOO_MANY_MARKERS: errorReply(409, 'A flight has 10,000 markers at most.'),
      },
      summary: 'Mark a moment of a flight',
    }),
    remove: op({
      http: { method: 'DELETE', path: `${path}{marker_id}/`, status: 204 },
      params: FlightMarkerPath,
      access: authenticated(),
      errors: {
        ...flightNotFound,
        ...flightForbidden,
        MARKER_NOT_FOUND: errorReply(404, 'Marker not found'),
      },
      summary: 'Remove a marker: your own, or any with the right to edit',
    }),
  },
);
