import type { EventSpec } from '@argus/contracts';
import {
  type Bus,
  type CallObserver,
  consumeEvent,
  followEvent,
  type PayloadHandler,
} from '@argus/messaging';
import { type Database, Inbox } from '@argus/persistence';
import { type INestApplicationContext, Logger, type Type } from '@nestjs/common';
import { BindingDiscovery, type BoundMethod } from '../bindings/binding-discovery.js';
import { consumed, followed } from '../bindings/events.js';
import type { Pino } from '../logs/logger.js';
import type { Metrics } from '../metrics/metrics.js';
import type { DeliveryOutcome, EventMetrics } from './event-metrics.js';

/** The instance that the service's module made; an error that says what is missing when it did not. */
export function providerOf<T>(context: INestApplicationContext, type: Type<T>, service: string): T {
  try {
    return context.get<T>(type, { strict: false });
  } catch (error) {
    throw new Error(`${type.name} is the listener of ${service} but not provided by its module`, {
      cause: error,
    });
  }
}

/** Starts handling the service's events. */
export async function bindEvents(
  service: string,
  bindings: BindingDiscovery,
  bus: Bus,
  database: Database | undefined,
  metrics: EventMetrics,
): Promise<void> {
  const consumers = bindings.methods(consumed);
  const events = consumers.map(({ binding }) => binding);
  const twice = events.find((event, i) => events.indexOf(event) !== i);
  if (twice)
    throw new Error(`${service} consumes ${twice.subject} with two methods; only one would get each`);
  if (consumers.length > 0 && !database) throw new Error(`${service} consumes events without a schema`);
  for (const consumer of consumers)
    await consumeEvent(
      bus,
      consumer.binding,
      service,
      onceInTransaction(service, consumer, database!, metrics),
    );
  for (const { binding, call } of bindings.methods(followed))
    await followEvent(bus, binding, call as PayloadHandler<unknown>);
}

/**
 * The name `<service>.<event>` in the inbox is stable: under a new one, the events that the broker still has would have their effect
 * again. Whoever renames a service or an event copies the inbox in a migration.
 */
function onceInTransaction(
  service: string,
  { binding, call }: BoundMethod<EventSpec<unknown>>,
  database: Database,
  metrics: EventMetrics,
): PayloadHandler<unknown> {
  const consumer = `${service}.${nameOf(binding)}`;
  return async (payload, delivery) => {
    let outcome: DeliveryOutcome = 'failed';
    try {
      outcome = await database.transaction(async (tx) => {
        if (!(await Inbox.once(database, tx, consumer, delivery.eventId))) return 'repeated';
        await call(payload, tx, delivery);
        return 'handled';
      });
    } finally {
      metrics.delivered(binding, outcome);
    }
  };
}

/** `account-changed` of `evt.identity.account-changed.v1`. */
const nameOf = ({ subject }: EventSpec<unknown>): string => subject.split('.').at(-2) ?? subject;

export function callObserver(service: string, metrics: Metrics, log: Pino): CallObserver {
  const logger = new Logger('Operations');
  const observe = metrics.operations();
  return {
    failed: (error, { subject }) => logger.error(`${subject} failed in ${service}`, error),
    answered: ({ subject }, code, durationMs) => {
      observe(subject, code, durationMs);
      /* Asked before the line is made: there is one for every call. */
      if (log.isLevelEnabled('debug'))
        log.debug(
          { context: 'Operations', durationMs: Math.round(durationMs * 10) / 10 },
          `${subject} ${code}`,
        );
    },
  };
}
