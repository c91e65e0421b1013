import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '@argus/contracts';
import type { Bus, Message } from '../bus.js';
import type { BusObserver } from '../bus-observer.js';
import { decode, encode } from '../codec.js';
import type { DeliveryPolicy } from '../delivery-policy.js';

/** A bus under test. */
export interface BusHarness {
  /** A service's own end of the bus. */
  open(name: string, observer?: BusObserver): Promise<Bus>;
  /** Ends what the harness started, every end of the bus included. */
  close(): Promise<void>;
}

/** Fast enough for tests; three deliveries are enough to see the difference between again and never again. */
export const testDelivery: DeliveryPolicy = { maxDeliveries: 3, ackWaitMs: 5_000, backoffMs: [10] };

export const message = (value: unknown, headers: Record<string, string> = {}): Message => ({
  payload: encode(value),
  headers,
});
export const valueOf = ({ payload }: Message): unknown => decode(payload);

/** Publishes as an outbox relay does: the same event again until the bus has it. */
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

/** The code that the promise is rejected with; fails when it is not a DomainError. */
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
