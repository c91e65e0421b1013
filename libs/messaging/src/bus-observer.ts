import type { Message } from './bus.js';

/** An event that a group could not handle in all its deliveries. */
export interface DeadLetter {
  readonly subject: string;
  readonly group: string;
  readonly id: string;
  readonly message: Message;
  readonly deliveries: number;
  /** What the last delivery failed with; undefined when the process died in it. */
  readonly error: unknown;
}

/** What happens on a bus outside any call; for logs, metrics and the dead letter table. */
export interface BusObserver {
  /** Keeps the event for a person to look at. The bus lets go of the event only when this resolves. */
  deadLettered?(letter: DeadLetter): Promise<void> | void;
  /** A handler or the connection failed; `during` says in a few words what was being done. */
  failed?(error: unknown, during: string): void;
  connectionChanged?(connected: boolean): void;
  /**
   * The broker's event store was found or made. Another `identity` than the last one means another store: events that
   * were published before and not consumed are gone, and publishers hand in again what they still have.
   */
  eventStoreOpened?(identity: string): void;
}

/** False when nobody keeps the letter: the event must then be delivered again rather than lost. */
export async function keepDeadLetter(observer: BusObserver, letter: DeadLetter): Promise<boolean> {
  if (!observer.deadLettered) return false;
  try {
    await observer.deadLettered(letter);
    return true;
  } catch (error) {
    observer.failed?.(error, `keeping dead letter ${letter.id} of ${letter.subject}`);
    return false;
  }
}
