import { contract, errorReply, op, pageOf, PageQuery, roles } from '../contract/index.js';
import { Field, nameText, opaqueText, soughtText, text } from '../fields/index.js';

export class IssueBadge {
  @Field(soughtText({ maxLength: 20 }), { example: 'FAC001' }) employee_id!: string;
  @Field(nameText({ maxLength: 100 }), {
    optional: true,
    description: 'Your own words for it, e.g. what is printed on it',
    example: 'Card 0042',
  })
  label?: string;
}

export class BadgeView {
  @Field(text(), { example: '2d1f6a0e-6a39-4f0e-9d0c-6b1c1f7f2a11' }) id!: string;
  @Field(text()) employee_id!: string;
  @Field(text({ allowBlank: true }), { description: 'Name of the person', example: 'Jane Doe' })
  name!: string;
  @Field(text(), { nullable: true, description: 'What you called it', example: 'Card 0042' }) label!:
    string | null;
  @Field(text({ format: 'date-time' }), { description: 'When it was issued' }) created_at!: string;
  @Field(text(), { nullable: true, description: 'Employee id of the account that issued it' }) created_by!:
    string | null;
  @Field(text({ format: 'date-time' }), { nullable: true, description: 'When it was shown last' })
  last_used_at!: string | null;
  @Field(text({ format: 'date-time' }), {
    nullable: true,
    description: 'When it was revoked; null while it is in force',
  })
  revoked_at!: string | null;
}

const once = { optional: true, secret: 'once' } as const;

export class BadgeWithCode extends BadgeView {
  @Field(text(), {
    ...once,
    description:
      'What the QR code says. Only its hash is kept, so it is shown only once: a repetition under an Idempotency-Key is answered without it; issue another badge then',
    example: 'ARGUS1.AAECAwQFBgcICQoLDA0ODxAREhMUFRYX',
  })
  code?: string;
  @Field(text(), {
    ...once,
    description: 'The QR code as SVG; not in a repetition under an Idempotency-Key',
    example: '<svg/>',
  })
  svg?: string;
  @Field(text(), {
    ...once,
    description: 'The QR code as a data URL of a PNG; not in a repetition under an Idempotency-Key',
    example: 'data:image/png;base64,iVBORw0KGgo=',
  })
  png?: string;
}

export class BadgeQuery extends PageQuery {
  @Field(soughtText({ allowBlank: true, maxLength: 20 }), { optional: true, example: 'FAC001' })
  employee_id?: string;
}

export class BadgePath {
  @Field(opaqueText({ maxLength: 36 }), { example: '2d1f6a0e-6a39-4f0e-9d0c-6b1c1f7f2a11' }) id!: string;
}

/** Badges give what a password gives, so keys do not issue them. */
const administrators = { access: roles('admin'), sessionOnly: 'always' } as const;

/** QR codes by which people are found present who do not enrol a face. */
export const badgeContract = contract(
  'attendance.badge',
  { family: 'attendance', tag: 'Badges and PINs' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/badges/' },
      query: BadgeQuery,
      reply: pageOf(BadgeView),
      ...administrators,
      summary: 'List badges, newest first',
    }),
    issue: op({
      http: { method: 'POST', path: '/api/v1/badges/', status: 201 },
      body: IssueBadge,
      reply: BadgeWithCode,
      ...administrators,
      errors: {
        USER_NOT_FOUND: errorReply(404, 'User not found'),
        USER_INACTIVE: errorReply(400, 'User is inactive'),
        TOO_MANY_BADGES: errorReply(
          409,
          'The person has ten badges in force. Revoke those that are not used any more.',
        ),
      },
      summary: 'Issue a badge; the answer holds its QR code, once',
    }),
    revoke: op({
      http: { method: 'DELETE', path: '/api/v1/badges/{id}/', status: 204 },
      params: BadgePath,
      ...administrators,
      errors: { BADGE_NOT_FOUND: errorReply(404, 'Badge not found') },
      summary: 'Revoke a badge; it stays in the list',
    }),
  },
);
