import type { Contract, EventSpec, Handlers } from '@argus/contracts';
import type { PayloadHandler } from '@argus/messaging';
import type { QueueSpec } from '@argus/persistence';
import type { Worker } from '../bindings/works.js';
import type { Type } from '@nestjs/common';

/** Answers a contract's operations; the controller is a provider of the service's module. */
export interface HandlerBinding {
  readonly contract: Contract;
  readonly controller: Type<unknown>;
}

export function handle<C extends Contract>(contract: C, controller: Type<Handlers<C>>): HandlerBinding {
  return { contract, controller };
}

/** Has an event handled; the consumer is a provider of the service's module. */
export interface ConsumerBinding {
  /** `consume`: once per service, durable. `follow`: on every replica, not replayed. */
  readonly mode: 'consume' | 'follow';
  readonly event: EventSpec<unknown>;
  readonly consumer: Type<unknown>;
  readonly method: string;
}

/** One replica of the service handles each event, at least once; guard the effect with an inbox. */
export function consume<T, K extends string>(
  event: EventSpec<T>,
  consumer: Type<Record<K, PayloadHandler<T>>>,
  method: K,
): ConsumerBinding {
  return { mode: 'consume', event, consumer, method };
}

/** Every replica of the service handles each event while it is connected. */
export function follow<T, K extends string>(
  event: EventSpec<T>,
  consumer: Type<Record<K, PayloadHandler<T>>>,
  method: K,
): ConsumerBinding {
  return { mode: 'follow', event, consumer, method };
}

export interface WorkerBinding {
  readonly queue: QueueSpec;
  readonly worker: Type<unknown>;
}

export function work<P extends object>(queue: QueueSpec, worker: Type<Worker<P>>): WorkerBinding {
  return { queue, worker };
}
