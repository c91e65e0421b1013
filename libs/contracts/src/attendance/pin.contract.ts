import { authenticated, contract, errorReply, op, roles } from '../contract/index.js';
import { Field, opaqueText, soughtText, text } from '../fields/index.js';

const pin = () => opaqueText({ maxLength: 64 });

export class IssuePin {
  @Field(soughtText({ maxLength: 20 }), { example: 'FAC001' }) employee_id!: string;
  @Field(pin(), {
    optional: true,
    secret: true,
    inBodyExample: false,
    description:
      '6 to 12 digits; absent: one is made. No dates, runs or repetitions, and not the employee id',
    example: '804173',
  })
  pin?: string;
}

export class OwnPin {
  @Field(pin(), {
    secret: true,
    description: '6 to 12 digits; no dates, runs or repetitions, and not the employee id',
    example: '804173',
  })
  pin!: string;
}

export class PinView {
  @Field(text()) employee_id!: string;
  @Field(text({ format: 'date-time' }), { description: 'When it was set' }) set_at!: string;
}

export class PinWithDigits extends PinView {
  @Field(text(), {
    optional: true,
    secret: 'once',
    description:
      'Only its hash is kept, so it is shown only once: a repetition under an Idempotency-Key is answered without it',
    example: '804173',
  })
  pin?: string;
}

export class PinPath {
  @Field(soughtText({ maxLength: 20 }), { example: 'FAC001' }) employee_id!: string;
}

const userNotFound = { USER_NOT_FOUND: errorReply(404, 'User not found') };
const inactive = { USER_INACTIVE: errorReply(400, 'User is inactive') };

/** PINs by which people are found present who do not enrol a face. */
export const pinContract = contract(
  'attendance.pin',
  { family: 'attendance', tag: 'Badges and PINs' },
  {
    issue: op({
      http: { method: 'POST', path: '/api/v1/pins/', status: 201 },
      body: IssuePin,
      reply: PinWithDigits,
      access: roles('admin'),
      sessionOnly: 'always',
      errors: { ...userNotFound, ...inactive },
      summary: "Set a person's PIN, in place of a former one; the answer holds it, once",
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/v1/pins/{employee_id}/', status: 204 },
      params: PinPath,
      access: roles('admin'),
      sessionOnly: 'always',
      errors: { ...userNotFound, PIN_NOT_FOUND: errorReply(404, 'The person has no PIN') },
      summary: "Remove a person's PIN",
    }),
    setOwn: op({
      http: { method: 'PUT', path: '/api/v1/mobile/pin/' },
      body: OwnPin,
      reply: PinView,
      access: authenticated(),
      sessionOnly: 'always',
      errors: { ...userNotFound, ...inactive },
      summary: "Set the caller's own PIN",
    }),
  },
);
