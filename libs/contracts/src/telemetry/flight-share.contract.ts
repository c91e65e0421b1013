import { authenticated, contract, errorReply, op } from '../contract/index.js';
import { choice, Field, listOf, soughtText, text } from '../fields/index.js';
import {
  flightForbidden,
  flightNotFound,
  FlightPath,
  type FlightRight,
  flightRights,
} from './flight.contract.js';

export class FlightShareBody {
  @Field(choice(...flightRights), {
    description: 'read; annotate: set markers, too; edit: change the flight and add recordings, too',
  })
  right!: FlightRight;
}

export class FlightShare extends FlightShareBody {
  @Field(text(), { description: 'User name of the account', example: 'copilot' }) username!: string;
}

export class FlightSharePath extends FlightPath {
  @Field(soughtText({ maxLength: 255 }), { description: 'User name of the account', example: 'copilot' })
  username!: string;
}

const path = '/api/flights/{id}/shares/';

/** With which accounts an owner shares a flight. */
export const flightShareContract = contract(
  'telemetry.flight-share',
  { family: 'eyetracker', tag: 'Flights' },
  {
    list: op({
      http: { method: 'GET', path: path },
      params: FlightPath,
      reply: listOf(FlightShare),
      access: authenticated(),
      errors: { ...flightNotFound, ...flightForbidden },
      summary: 'With whom a flight is shared; for its owner',
    }),
    set: op({
      http: { method: 'PUT', path: `${path}{username}/` },
      params: FlightSharePath,
      body: FlightShareBody,
      reply: FlightShare,
      access: authenticated(),
      errors: {
        ...flightNotFound,
        ...flightForbidden,
        USER_NOT_FOUND: errorReply(404, 'There is no such account.'),
        SHARED_WITH_OWNER: errorReply(409, 'The owner has every right already.'),
        TOO_MANY_SHARES: errorReply(409, 'A flight is shared with 100 accounts at most.'),
      },
      summary: 'Share a flight with an account, or change what it may do',
    }),
    remove: op({
      http: { method: 'DELETE', path: `${path}{username}/`, status: 204 },
      params: FlightSharePath,
      access: authenticated(),
      errors: { ...flightNotFound, ...flightForbidden },
      summary: 'Share a flight with an account no longer; idempotent',
    }),
  },
);
