import type { Message } from './bus.js';

/** An event that a group failed to handle in all its deliveries. */
export interface DeadLetter {
  readonly subject: string;
  readonly group: string;
  readonly id: string;
  readonly message: Message;
  readonly deliveries: number;
  /** Error of the last delivery; undefined if the process died in it. */
  readonly error: unknown;
}

/** Is told what happens on a bus outside calls, for logs, metrics and the table of dead letters. */
export interface BusObserver {
  /** Stores the event for a person to look at. The bus drops the event only when this resolves. */
  deadLettered?(letter: DeadLetter): Promise<void> | void;
  /** A handler or the connection failed. `during` names the work in a few words. */
  failed?(error: unknown, during: string): void;
  /** A call or reply was not believed. `reason` is one of few words. */
  refused?(subject: string, reason: string): void;
  connectionChanged?(connected: boolean): void;
  /**
   * The broker's event store was found or created. A new `identity` means a new store: unconsumed events of the old one
   * are lost, so publishers publish again what their outboxes still have.
   */
  eventStoreOpened?(identity: string): void;
}

/** Returns false if nobody stored the letter. The event must then be delivered again. */
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
