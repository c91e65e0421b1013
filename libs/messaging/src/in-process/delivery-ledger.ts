import { LRUCache } from 'lru-cache';

/** Deliveries of one event so far. */
export interface EventProgress {
  /** Groups that are through with the event. */
  readonly done: Set<string>;
  /** Failed deliveries by group. */
  readonly failures: Map<string, number>;
}

/** Unfinished events that are remembered; beyond that the oldest start again from their first delivery. */
const rememberedEvents = 10_000;

/** Remembers events that some group failed to handle, so that publishing them again reaches only those groups. */
export class DeliveryLedger {
  readonly #unfinished = new LRUCache<string, EventProgress>({ max: rememberedEvents });

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
