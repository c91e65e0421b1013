import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '@argus/contracts';
import type { Bus, Message } from '../bus.js';
import type { BusObserver } from '../bus-observer.js';
import { decode, encode } from '../codec.js';
import type { DeliveryPolicy } from '../delivery-policy.js';

/** A bus under test. */
export interface BusHarness {
  /** Returns a service's own handle of the bus. */
  open(name: string, observer?: BusObserver): Promise<Bus>;
  /** Stops everything that the harness started, including all handles of the bus. */
  close(): Promise<void>;
}

/** Fast enough for tests. Three deliveries suffice to see retries and their end. */
export const testDelivery: DeliveryPolicy = { maxDeliveries: 3, ackWaitMs: 5_000, backoffMs: [10] };

export const message = (value: unknown, headers: Record<string, string> = {}): Message => ({
  payload: encode(value),
  headers,
});
export const valueOf = ({ payload }: Message): unknown => decode(payload);

/** Publishes like an outbox relay: repeats the same event until the bus accepts it. Returns its id. */
export async function relay(bus: Bus, subject: string, value: unknown, id = randomUUID()): Promise<string> {
  for (let left = 50; ; left -= 1) {
    try {
      await bus.publish(subject, id, message(value));
      return id;
    } catch (error) {
      if (left === 0 || !(error instanceof DomainError)) throw error;
      await pause(20);
    }
  }
}

/** Returns the code of the DomainError that the promise rejects with, or OK. Throws any other error. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  const outcome = await work.then(
    () => 'OK',
    (error: unknown) => error,
  );
  if (typeof outcome === 'string') return outcome;
  if (!(outcome instanceof DomainError)) throw outcome;
  return outcome.code;
}

export interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

export function gate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: () => resolve() };
}
