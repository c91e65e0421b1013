import type { Contract, Handlers } from '@argus/contracts';
import {
  type Bus,
  type CallGuard,
  type CallObserver,
  consumeEvent,
  followEvent,
  type PayloadHandler,
  serveContract,
} from '@argus/messaging';
import { type INestApplicationContext, Logger, type Type } from '@nestjs/common';
import type { ConsumerBinding } from '../definition/bindings.js';
import type { ServiceDefinition } from '../definition/service-definition.js';
import type { Pino } from '../logs/logger.js';
import type { Metrics } from '../metrics/metrics.js';

/** The instance that the service's module made; an error that says what is missing when it did not. */
export function providerOf<T>(context: INestApplicationContext, type: Type<T>, service: string): T {
  try {
    return context.get<T>(type, { strict: false });
  } catch (error) {
    throw new Error(`${type.name} is bound in the definition of ${service} but not provided by its module`, {
      cause: error,
    });
  }
}

/** Starts answering the service's operations and handling its events. */
export async function bindToBus(
  { name, handlers, consumers }: ServiceDefinition,
  context: INestApplicationContext,
  bus: Bus,
  metrics: Metrics,
  log: Pino,
  guard?: CallGuard,
): Promise<void> {
  const observer = callObserver(name, metrics, log);
  for (const { contract, controller } of handlers) {
    const instance = providerOf(context, controller, name) as Handlers<Contract>;
    await serveContract(bus, contract, instance, observer, guard);
  }
  for (const binding of consumers) {
    const handler = handlerOf(binding, context, name);
    if (binding.mode === 'consume') await consumeEvent(bus, binding.event, name, handler);
    else await followEvent(bus, binding.event, handler);
  }
}

function handlerOf(
  { consumer, method }: ConsumerBinding,
  context: INestApplicationContext,
  service: string,
): PayloadHandler<unknown> {
  const instance = providerOf(context, consumer, service) as Record<string, PayloadHandler<unknown>>;
  return async (payload, delivery) => instance[method]?.(payload, delivery);
}

function callObserver(service: string, metrics: Metrics, log: Pino): CallObserver {
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
