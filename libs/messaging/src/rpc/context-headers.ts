import type { CallContext, Principal } from '@argus/contracts';
import { LRUCache } from 'lru-cache';

type Headers = Record<string, string>;
type Writable<T> = { -readonly [K in keyof T]: T[K] };

/*
 * NATS header values must be printable ASCII on one line. Printable text is sent as it is, and other text as JSON with
 * escapes. JSON is recognised by its leading quotation mark.
 */
const toJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
const fromText = (text: string): string => (/^[#-~](?:[ -~]*[!-~])?$/.test(text) ? text : toJson(text));
const toText = (value: string): string => (value.startsWith('"') ? (JSON.parse(value) as string) : value);

/*
 * Every request of a token carries the same principal: the same object at the gateway, the same text at the service. So
 * both conversions are cached.
 */
const MAX_PRINCIPALS = 1000;
const textOf = new WeakMap<Principal, string>();
const principalOf = new LRUCache<string, Principal>({ max: MAX_PRINCIPALS });

function principalToText(principal: Principal): string {
  let text = textOf.get(principal);
  if (text === undefined) textOf.set(principal, (text = toJson(principal)));
  return text;
}

function principalFromText(text: string): Principal {
  let principal = principalOf.get(text);
  if (principal === undefined)
    principalOf.set(text, (principal = Object.freeze(JSON.parse(text) as Principal)));
  return principal;
}

/** Holds the authenticated caller. */
export const principalHeader = 'principal';

const printable = (id: string): string => id.replace(/[^\u0021-\u007e]/g, '_');

/** Returns the headers that connect an event with its call in logs and traces. */
export const eventHeadersOf = (context: CallContext): Headers => ({
  'request-id': printable(context.requestId),
  ...(context.traceparent !== undefined && { traceparent: context.traceparent }),
});

/** Returns the call's context as headers, which `contextOf` reads. */
export function headersOf(context: CallContext): Headers {
  const headers: Headers = {
    'request-id': printable(context.requestId),
    deadline: String(context.deadline),
  };
  if (context.traceparent !== undefined) headers.traceparent = context.traceparent;
  if (context.principal !== undefined) headers[principalHeader] = principalToText(context.principal);
  if (context.clientAddress !== undefined) headers['client-address'] = fromText(context.clientAddress);
  if (context.guest !== undefined) headers.guest = fromText(context.guest);
  if (context.userAgent !== undefined) headers['user-agent'] = fromText(context.userAgent);
  if (context.idempotencyKey !== undefined) headers['idempotency-key'] = fromText(context.idempotencyKey);
  return headers;
}

/** Returns the context from a message's headers; undefined if they have none. */
export function contextOf(headers: Readonly<Headers>): CallContext | undefined {
  const requestId = headers['request-id'];
  const deadline = Number(headers.deadline);
  if (requestId === undefined || !Number.isFinite(deadline)) return undefined;
  const context: Writable<CallContext> = { requestId, deadline };
  if (headers.traceparent !== undefined) context.traceparent = headers.traceparent;
  const principal = headers[principalHeader];
  if (principal !== undefined) context.principal = principalFromText(principal);
  if (headers['client-address'] !== undefined) context.clientAddress = toText(headers['client-address']);
  if (headers.guest !== undefined) context.guest = toText(headers.guest);
  if (headers['user-agent'] !== undefined) context.userAgent = toText(headers['user-agent']);
  if (headers['idempotency-key'] !== undefined) context.idempotencyKey = toText(headers['idempotency-key']);
  return context;
}
