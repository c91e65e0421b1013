import { contract, internal, op } from '../contract/index.js';
import { Field, integer, number, text } from '../fields/index.js';

/** What a gateway answered since it last told. */
export class AnsweredRequests {
  @Field(text({ maxLength: 64 }), { description: 'Names the process of the gateway' }) gateway!: string;
  @Field(integer({ min: 0 }), { description: 'Answered requests' }) requests!: number;
  @Field(integer({ min: 0 }), { description: 'Those that were answered with 5xx' }) failures!: number;
  @Field(number({ min: 0 }), { description: 'Seconds that all of them took together' }) seconds!: number;
}

/** Lets gateways tell what they measure. */
export const trafficContract = contract(
  'attendance.traffic',
  { family: 'attendance', tag: 'Internal' },
  { note: op({ body: AnsweredRequests, access: internal(), summary: 'Note what a gateway answered' }) },
);
