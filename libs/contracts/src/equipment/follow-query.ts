import { Field, opaqueText } from '../fields/index.js';

/** Where a live feed goes on. */
export class FollowQuery {
  @Field(opaqueText({ maxLength: 400 }), {
    optional: true,
    description:
      'Cursor of the last event received; default: follow from now on. The header Last-Event-ID has the same effect',
  })
  cursor?: string;
  @Field(opaqueText({ maxLength: 400 }), {
    optional: true,
    description: 'The same, as clients send it that cannot set headers',
  })
  lastEventId?: string;
}
