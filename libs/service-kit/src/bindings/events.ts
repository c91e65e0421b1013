import type { EventSpec } from '@argus/contracts';
import type { Delivery, PayloadHandler } from '@argus/messaging';
import type { EntityManager } from 'typeorm';
import { BindingKey, type DecoratorOf } from './bindings.js';

/** Applies an event, in the transaction that records it in the inbox. */
export type EventConsumer<T> = (payload: T, tx: EntityManager, delivery: Delivery) => Promise<void>;

export const consumed = new BindingKey<EventSpec<unknown>>('@Consumes');
export const followed = new BindingKey<EventSpec<unknown>>('@Follows');

/**
 * One replica of the service handles each event, and its effect happens once: the method runs in a transaction whose inbox
 * records the event. A failure rolls both back, and the event is delivered again later.
 */
export const Consumes =
  <T>(event: EventSpec<T>): DecoratorOf<EventConsumer<T>> =>
  (_target, _method, { value }) =>
    consumed.add(value!, event);

/** Every replica of the service handles each event while it is connected; nothing is replayed. */
export const Follows =
  <T>(event: EventSpec<T>): DecoratorOf<PayloadHandler<T>> =>
  (_target, _method, { value }) =>
    followed.add(value!, event);
