import { contract, errorReply, op, pageOf, PageQuery, roles } from '../contract/index.js';
import {
  boolean,
  choice,
  Field,
  freeText,
  integer,
  list,
  nameText,
  object,
  opaqueText,
  partialOf,
  text,
} from '../fields/index.js';

/** What a receiver can be told. The names are those of the attendance document where it has one. */
export const webhookEvents = [
  'attendance_logged',
  'face_enrolled',
  'face_revoked',
  'incident_opened',
  'alarm_raised',
  'alarm_cleared',
  'camera_offline',
  'camera_online',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

export const webhookStatuses = ['active', 'paused', 'disabled'] as const;
export type WebhookStatus = (typeof webhookStatuses)[number];

export const deliveryStatuses = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

export const MAX_WEBHOOK_URL = 2000;

export class WebhookBody {
  @Field(nameText({ maxLength: 100 }), { example: 'Payroll' }) name!: string;
  @Field(opaqueText({ maxLength: MAX_WEBHOOK_URL, format: 'uri' }), {
    example: 'https://payroll.example/hooks/attendance',
    description:
      'Address that is called by POST. It names no user; private networks are called only where `WEBHOOK_NETWORKS` lists them',
  })
  url!: string;
  @Field(list(choice(...webhookEvents), { minItems: 1, maxItems: webhookEvents.length }), {
    example: ['attendance_logged'],
    description: 'What the receiver is told',
  })
  events!: WebhookEvent[];
  @Field(choice('active', 'paused'), {
    default: 'active',
    example: 'active',
    description:
      'While paused, events are kept and wait. `active` sends what waits at once; it also takes back that a receiver was disabled',
  })
  status!: 'active' | 'paused';
}

export const WebhookChange = partialOf(WebhookBody);
export type WebhookChange = InstanceType<typeof WebhookChange>;

export class WebhookView {
  @Field(text(), { example: '7d444840-9dc0-41d1-b245-5ffdce74fad2' }) id!: string;
  @Field(text(), { example: 'Payroll' }) name!: string;
  @Field(text({ format: 'uri' }), {
    description: 'Address that is called by POST',
    example: 'https://payroll.example/hooks/attendance',
  })
  url!: string;
  @Field(list(choice(...webhookEvents))) events!: WebhookEvent[];
  @Field(choice(...webhookStatuses), {
    description:
      'disabled: the receiver answered 410 Gone, or failed for five days without one success; events wait for it meanwhile',
  })
  status!: WebhookStatus;
  @Field(integer(), { description: 'Sequence of the last event for this receiver', example: 412 })
  last_sequence!: number;
  @Field(integer(), { description: 'Deliveries that are still to be made', example: 3 }) waiting!: number;
  @Field(integer(), { description: 'Deliveries that were given up', example: 2 }) failed!: number;
  @Field(text({ format: 'date-time' }), {
    nullable: true,
    description: 'When it last took one; null before the first',
    example: '2026-03-15T08:45:36Z',
  })
  last_delivered_at!: string | null;
  @Field(text({ format: 'date-time' }), {
    nullable: true,
    description: 'Since when every attempt fails; null if the last one did not',
  })
  failing_since!: string | null;
  @Field(text(), { nullable: true, description: 'Employee id of the account that made it' }) created_by!:
    string | null;
  @Field(text({ format: 'date-time' })) created_at!: string;
}

export class WebhookWithSecret extends WebhookView {
  @Field(text(), {
    optional: true,
    secret: 'once',
    example: 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
    description:
      'Key of the signatures (Standard Webhooks). It is shown only once: a repetition under an Idempotency-Key is answered without it; rotate it then',
  })
  secret?: string;
}

export class WebhookPath {
  @Field(opaqueText({ maxLength: 36 }), { example: '7d444840-9dc0-41d1-b245-5ffdce74fad2' }) id!: string;
}

export class DeliveryPath extends WebhookPath {
  @Field(opaqueText({ maxLength: 36 }), {
    description: 'Names the delivery: `id` in the list of deliveries',
    example: '0190a3b2-6c1e-4d44-8f00-5ffdce74fad2',
  })
  delivery_id!: string;
}

export class DeliveryQuery extends PageQuery {
  @Field(choice(...deliveryStatuses), { optional: true }) status?: DeliveryStatus;
}

export class DeliveryAttempt {
  @Field(integer(), { description: 'Counts the attempts of the delivery, from 1', example: 2 })
  number!: number;
  @Field(text({ format: 'date-time' }), { description: 'When it ended', example: '2026-03-15T08:45:05.120Z' })
  at!: string;
  @Field(integer(), {
    nullable: true,
    description: 'Status of the answer; null if there was none',
    example: 504,
  })
  status_code!: number | null;
  @Field(freeText({ allowBlank: true }), {
    description: 'What went wrong, in words; empty if nothing did',
    example: 'It gave no answer in time',
  })
  problem!: string;
  @Field(integer(), { description: 'Milliseconds that it took', example: 15_000 }) duration_ms!: number;
}

export class DeliveryView {
  @Field(text(), {
    description: 'Also the header webhook-id of every attempt',
    example: '0190a3b2-6c1e-4d44-8f00-5ffdce74fad2',
  })
  id!: string;
  @Field(integer(), { description: 'Counts the events of this receiver without a gap', example: 412 })
  sequence!: number;
  @Field(text(), { description: 'What the receiver is told', example: 'attendance_logged' }) event!: string;
  @Field(choice(...deliveryStatuses)) status!: DeliveryStatus;
  @Field(text({ format: 'date-time' }), { description: 'When it happened' }) timestamp!: string;
  @Field(text({ format: 'date-time' }), { nullable: true, description: 'Null unless waiting' })
  next_attempt_at!: string | null;
  @Field(text({ format: 'date-time' }), {
    nullable: true,
    description: 'When the receiver took it; null before',
    example: '2026-03-15T08:45:36Z',
  })
  delivered_at!: string | null;
  @Field(list(object(DeliveryAttempt)), { description: 'The last attempts, oldest first' })
  attempts!: DeliveryAttempt[];
}

export class WebhookTrial {
  @Field(boolean(), { description: 'Whether the receiver answered with 2xx' }) delivered!: boolean;
  @Field(integer(), {
    nullable: true,
    description: 'Status of the answer; null if there was none',
    example: 204,
  })
  status_code!: number | null;
  @Field(text({ allowBlank: true }), {
    description: 'What went wrong, in words; empty if nothing did',
    example: 'It gave no answer in time',
  })
  problem!: string;
  @Field(integer(), { description: 'Milliseconds that it took', example: 87 }) duration_ms!: number;
}

const notFound = { WEBHOOK_NOT_FOUND: errorReply(404, 'Webhook not found') };
const administrators = { access: roles('admin'), sessionOnly: 'always' } as const;

/** Receivers that are told by signed POST requests (Standard Webhooks) what happens, and what became of each message. */
export const webhookContract = contract(
  'attendance.webhook',
  { family: 'attendance', tag: 'Webhooks' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/webhooks/' },
      query: PageQuery,
      reply: pageOf(WebhookView),
      ...administrators,
      summary: 'List receivers of webhooks, newest first',
    }),
    create: op({
      http: { method: 'POST', path: '/api/v1/webhooks/', status: 201 },
      body: WebhookBody,
      reply: WebhookWithSecret,
      ...administrators,
      errors: { TOO_MANY_WEBHOOKS: errorReply(409, 'Remove receivers that are not needed any more.') },
      summary: 'Register a receiver; the answer holds the key of its signatures',
    }),
    get: op({
      http: { method: 'GET', path: '/api/v1/webhooks/{id}/' },
      params: WebhookPath,
      reply: WebhookView,
      ...administrators,
      errors: notFound,
      summary: 'Read a receiver',
    }),
    change: op({
      http: { method: 'PATCH', path: '/api/v1/webhooks/{id}/' },
      params: WebhookPath,
      body: WebhookChange,
      reply: WebhookView,
      ...administrators,
      errors: notFound,
      summary: 'Change, pause or resume a receiver',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/v1/webhooks/{id}/', status: 204 },
      params: WebhookPath,
      ...administrators,
      errors: notFound,
      summary: 'Remove a receiver with its deliveries',
    }),
    rotateSecret: op({
      http: { method: 'POST', path: '/api/v1/webhooks/{id}/rotate-secret/' },
      creates: true,
      params: WebhookPath,
      reply: WebhookWithSecret,
      ...administrators,
      errors: notFound,
      summary: 'Replace the key of the signatures',
      description:
        'For 24 hours each message is signed with the former key too, after the new one; also with those of further rotations.',
    }),
    test: op({
      http: { method: 'POST', path: '/api/v1/webhooks/{id}/test/' },
      params: WebhookPath,
      reply: WebhookTrial,
      ...administrators,
      timeoutMs: 20_000,
      limit: 'reports',
      errors: notFound,
      summary: 'Send a message of the event `webhook_test` at once and tell what the receiver answered',
    }),
    deliveries: op({
      http: { method: 'GET', path: '/api/v1/webhooks/{id}/deliveries/' },
      params: WebhookPath,
      query: DeliveryQuery,
      reply: pageOf(DeliveryView),
      ...administrators,
      errors: notFound,
      summary: 'Deliveries to a receiver with their last attempts, newest first',
    }),
    replay: op({
      http: { method: 'POST', path: '/api/v1/webhooks/{id}/deliveries/{delivery_id}/replay/' },
      params: DeliveryPath,
      reply: DeliveryView,
      ...administrators,
      errors: { ...notFound, DELIVERY_NOT_FOUND: errorReply(404, 'Delivery not found') },
      summary: 'Send a message again, under the same id and sequence',
    }),
  },
);
