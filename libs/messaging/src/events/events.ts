import { randomUUID } from 'node:crypto';
import { type CallContext, type EventSpec, parse } from '@argus/contracts';
import type { Bus, EventHandler, Message } from '../bus.js';
import { decode, encode } from '../codec.js';
import { currentContext, newContext, runInContext } from '../rpc/call-context.js';
import { eventHeadersOf } from '../rpc/context-headers.js';
import { openSpan } from '../rpc/trace.js';

export interface Delivery {
  /** Equal for every delivery of the same event. Inboxes remember it. */
  readonly eventId: string;
}

export type PayloadHandler<T> = (payload: T, delivery: Delivery) => Promise<void>;

export interface PublishOptions {
  readonly id?: string;
  /** Context of the call that caused the event. Its request id and trace are sent along. */
  readonly context?: CallContext | undefined;
}

/** Publishes an event directly. Events of a transaction go through the outbox, whose relay uses `publishEncoded`. */
export function publishEvent<T>(
  bus: Bus,
  event: EventSpec<T>,
  payload: T,
  { id = randomUUID(), context = currentContext() }: PublishOptions = {},
): Promise<void> {
  return publishEncoded(bus, event.subject, id, payload, context ? eventHeadersOf(context) : {});
}

/** Publishes an event of the outbox. `headers` come from `eventHeadersOf(context)` and are stored with the event. */
export async function publishEncoded(
  bus: Bus,
  subject: string,
  id: string,
  payload: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const span = openSpan('producer', subject, bus.system, headers.traceparent);
  const { traceparent } = span;
  const message: Message = {
    payload: encode(payload),
    headers: traceparent === undefined ? headers : { ...headers, traceparent },
  };
  let code = 'UNAVAILABLE';
  try {
    await span.run(() => bus.publish(subject, id, message));
    code = 'OK';
  } finally {
    span.end(code);
  }
}

/** Consumes an event. The handler runs at least once per event and group, so it must be idempotent (inbox). */
export function consumeEvent<T>(
  bus: Bus,
  event: EventSpec<T>,
  group: string,
  handler: PayloadHandler<T>,
): Promise<void> {
  return bus.consume(event.subject, group, reader(bus, event, handler));
}

/** Follows an event. The handler runs on every replica, but may miss events. */
export function followEvent<T>(bus: Bus, event: EventSpec<T>, handler: PayloadHandler<T>): Promise<void> {
  return bus.follow(event.subject, reader(bus, event, handler));
}

function reader<T>(bus: Bus, event: EventSpec<T>, handler: PayloadHandler<T>): EventHandler {
  return async (message, eventId) => {
    const span = openSpan('consumer', event.subject, bus.system, message.headers.traceparent);
    const { traceparent } = span;
    // The deadline of the publishing call does not apply, so the consumer gets its own.
    const own = newContext();
    const context = {
      ...own,
      requestId: message.headers['request-id'] ?? own.requestId,
      ...(traceparent !== undefined && { traceparent }),
    };
    let code = 'FAILED';
    try {
      await span.run(() =>
        runInContext(context, () => handler(parse(event.payload, decode(message.payload)), { eventId })),
      );
      code = 'OK';
    } finally {
      span.end(code);
    }
  };
}
