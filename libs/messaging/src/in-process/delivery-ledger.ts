import { LRUCache } from 'lru-cache';

/** Deliveries of one event so far. */
export interface EventProgress {
  /** Groups that have handled the event. */
  readonly done: Set<string>;
  /** Failed deliveries by group. */
  readonly failures: Map<string, number>;
}

/** Above this number, the oldest unfinished events start again with their first delivery. */
const MAX_UNFINISHED_EVENTS = 10_000;

/** Remembers events that a group failed to handle, so that publishing them again reaches only such groups. */
export class DeliveryLedger {
  readonly #unfinished = new LRUCache<string, EventProgress>({ max: MAX_UNFINISHED_EVENTS });

  progressOf(eventId: string): EventProgress {
    return this.#unfinished.get(eventId) ?? { done: new Set(), failures: new Map() };
  }

  keep(eventId: string, progress: EventProgress): void {
    this.#unfinished.set(eventId, progress);
  }

  forget(eventId: string): void {
    this.#unfinished.delete(eventId);
  }
}
