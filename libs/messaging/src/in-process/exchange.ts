import type { EventHandler, RequestHandler } from '../bus.js';
import type { BusObserver } from '../bus-observer.js';
import { defaultDeliveryPolicy, type DeliveryPolicy } from '../delivery-policy.js';
import { defaultMaxPayloadBytes } from '../payload-limit.js';
import { DeliveryLedger } from './delivery-ledger.js';
import { QueueGroups } from './queue-groups.js';

export interface InProcessOptions {
  readonly delivery?: DeliveryPolicy;
  readonly maxPayloadBytes?: number;
}

export interface EventListener {
  readonly handle: EventHandler;
  readonly observer: BusObserver;
}

/** State that all handles of an in-process bus share: servers, consumers and followers by subject. */
export class Exchange {
  readonly services = new QueueGroups<RequestHandler>();
  readonly consumers = new QueueGroups<EventListener>();
  readonly followers = new Map<string, Set<EventListener>>();
  readonly ledger = new DeliveryLedger();
  readonly delivery: DeliveryPolicy;
  readonly maxPayloadBytes: number;

  constructor(options: InProcessOptions) {
    this.delivery = options.delivery ?? defaultDeliveryPolicy;
    this.maxPayloadBytes = options.maxPayloadBytes ?? defaultMaxPayloadBytes;
  }
}
