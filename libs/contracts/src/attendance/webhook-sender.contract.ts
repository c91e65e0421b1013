import { anyone, contract, errorReply, op, pageOf, PageQuery, RawBody, roles } from '../contract/index.js';
import { choice, datetime, Field, nameText, number, object, opaqueText, text } from '../fields/index.js';
import type { Instant } from '../instant.js';

export class WebhookSenderBody {
  @Field(nameText({ maxLength: 100 }), { description: 'Whose messages they are', example: 'Campus North' })
  name!: string;
  @Field(opaqueText({ maxLength: 200 }), {
    secret: true,
    description:
      'The key that the other installation showed when this one was registered there as a receiver',
    example: 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  })
  secret!: string;
}

export class WebhookSenderView {
  @Field(text(), { example: '3f9d2a55-8a57-4b53-9a1e-2f6d0b7c9e10' }) id!: string;
  @Field(text(), { description: 'Whose messages they are', example: 'Campus North' }) name!: string;
  @Field(text({ format: 'date-time' }), {
    nullable: true,
    description: 'When its last message came; null before',
  })
  last_message_at!: string | null;
  @Field(text(), { nullable: true, description: 'Employee id of the account that made it' }) created_by!:
    string | null;
  @Field(text({ format: 'date-time' })) created_at!: string;
}

export class WebhookSenderPath {
  @Field(opaqueText({ maxLength: 36 }), { example: '3f9d2a55-8a57-4b53-9a1e-2f6d0b7c9e10' }) id!: string;
}

/** Headers of Standard Webhooks. */
export class WebhookHeaders {
  @Field(opaqueText({ maxLength: 200 }), {
    description: 'Names the message; a second one of the same name has no effect',
    example: '0190a3b2-6c1e-4d44-8f00-5ffdce74fad2',
  })
  'webhook-id'!: string;
  @Field(opaqueText({ maxLength: 20 }), {
    description: 'When it was sent, in seconds since 1970; at most five minutes off',
    example: '1773564300',
  })
  'webhook-timestamp'!: string;
  @Field(opaqueText({ maxLength: 2000 }), {
    description: 'Signatures of id, timestamp and body by the key of the sender (HMAC-SHA-256)',
    example: 'v1,ZJ3zPG/j6xENJGEQ4hksYVf1cuveulk02HTv+qirzow=',
  })
  'webhook-signature'!: string;
}

export class RemoteAttendance {
  @Field(text(), { description: 'Employee id, the same in both installations', example: 'FAC001' })
  employee_id!: string;
  @Field(text({ allowBlank: true }), {
    optional: true,
    description: 'Name of the person',
    example: 'John Doe',
  })
  name?: string;
  @Field(text(), { optional: true, nullable: true, example: 'CAM001' }) camera_id?: string | null;
  @Field(number(), {
    optional: true,
    nullable: true,
    description: 'Probability of the match there',
    example: 0.97,
  })
  confidence?: number | null;
}

export class RemoteMessage {
  @Field(text(), {
    description: 'What happened; only `attendance_logged` has an effect',
    example: 'attendance_logged',
  })
  event!: string;
  @Field(datetime(), { description: 'When it happened', example: '2024-03-15T08:45:23Z' })
  timestamp!: Instant;
  @Field(object(RemoteAttendance), { description: 'Who was present there' }) data!: RemoteAttendance;
}

export const receivedStatuses = ['logged', 'repeated', 'ignored'] as const;
export type ReceivedStatus = (typeof receivedStatuses)[number];

export class ReceivedMessage {
  @Field(choice(...receivedStatuses), { example: 'logged' }) status!: ReceivedStatus;
  @Field(text(), {
    nullable: true,
    description: 'Why it was ignored, in words',
    example: 'Nobody here has this employee id',
  })
  reason!: string | null;
}

/** A message says who was where; strangers may send them, and each is hashed for each sender. */
const MAX_MESSAGE_BYTES = 32 * 1024;

const administrators = { access: roles('admin'), sessionOnly: 'always' } as const;

/** Other installations that tell this one who was present there. */
export const webhookSenderContract = contract(
  'attendance.webhook-sender',
  { family: 'attendance', tag: 'Webhooks' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/webhook-senders/' },
      query: PageQuery,
      reply: pageOf(WebhookSenderView),
      ...administrators,
      summary: 'List senders whose messages are accepted, newest first',
    }),
    create: op({
      http: { method: 'POST', path: '/api/v1/webhook-senders/', status: 201 },
      body: WebhookSenderBody,
      reply: WebhookSenderView,
      ...administrators,
      errors: { TOO_MANY_SENDERS: errorReply(409, 'Remove senders that are not needed any more.') },
      summary: 'Accept messages of another installation',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/v1/webhook-senders/{id}/', status: 204 },
      params: WebhookSenderPath,
      ...administrators,
      errors: { SENDER_NOT_FOUND: errorReply(404, 'Sender not found') },
      summary: 'Accept no more messages of a sender',
    }),
    receive: op({
      http: {
        method: 'POST',
        path: '/api/v1/webhooks/attendance/',
        bodyLimitBytes: MAX_MESSAGE_BYTES,
        rawBody: { mediaTypes: ['application/json'], item: RemoteMessage, headers: WebhookHeaders },
      },
      body: RawBody,
      reply: ReceivedMessage,
      access: anyone(),
      errors: {
        SIGNATURE_NOT_VALID: errorReply(
          403,
          'No sender that is accepted here signed this now. Check its key, the clock of the sender, and that nothing changes the body on its way.',
        ),
        MESSAGE_NOT_READABLE: errorReply(400, 'The message is signed, but it is not in the documented form.'),
      },
      summary: 'Receive a signed message of another installation',
      description:
        'Standard Webhooks, in the form that this platform sends. A person is logged with the method `remote` where somebody active here has ' +
        'the employee id. What is ignored answers 200, so that the sender does not repeat it.',
    }),
  },
);
