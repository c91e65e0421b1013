import { DomainError } from '@argus/contracts';
import type { Bus, EventHandler, Message, RequestHandler } from '../bus.js';
import type { BusObserver } from '../bus-observer.js';
import { answerSafely } from '../rpc/answer-safely.js';
import { failureReply } from '../rpc/reply.js';
import type { BusKeys } from './bus-keys.js';
import { CallOpener } from './call-opener.js';
import { CallSealer } from './call-sealer.js';
import { NotProven } from './not-proven.js';

/** Code of the reply to a call that its service cannot believe. */
export const NOT_PROVEN = 'CALL_NOT_PROVEN';

/**
 * A bus on which calls and replies are sealed for their receiver (ADR 61). A call that was made by nobody with the key, for another
 * subject, or once before, and a principal that does not come from the gateway, are refused before a handler sees them.
 */
export class SealedBus implements Bus {
  readonly #sealer: CallSealer;
  readonly #opener: CallOpener;

  constructor(
    private readonly bus: Bus,
    keys: BusKeys,
    /** Whether services other than the gateway may call the subject. */
    isInternal: (subject: string) => boolean,
    private readonly observer: BusObserver = {},
  ) {
    this.#sealer = new CallSealer(keys);
    this.#opener = new CallOpener(keys, isInternal);
  }

  get system(): string {
    return this.bus.system;
  }

  get connected(): boolean {
    return this.bus.connected;
  }

  async request(subject: string, message: Message, timeoutMs: number): Promise<Message> {
    try {
      const call = this.#sealer.seal(subject, message);
      return call.open(await this.bus.request(subject, call.message, timeoutMs));
    } catch (error) {
      if (!(error instanceof NotProven)) throw error;
      this.observer.refused?.(subject, error.reason);
      throw new DomainError('UNAVAILABLE');
    }
  }

  serve(subject: string, group: string, handler: RequestHandler): Promise<void> {
    /* The limit of the transport is checked below, on what is sent. */
    const answer = answerSafely(handler, Infinity, (error) =>
      this.observer.failed?.(error, `answering ${subject}`),
    );
    return this.bus.serve(subject, group, async (sealed) => {
      try {
        const call = this.#opener.open(subject, sealed);
        return call.seal(await answer(call.message));
      } catch (error) {
        if (!(error instanceof NotProven)) throw error;
        this.observer.refused?.(subject, error.reason);
        return failureReply(NOT_PROVEN);
      }
    });
  }

  publish(subject: string, id: string, message: Message): Promise<void> {
    return this.bus.publish(subject, id, message);
  }

  consume(subject: string, group: string, handler: EventHandler): Promise<void> {
    return this.bus.consume(subject, group, handler);
  }

  follow(subject: string, handler: EventHandler): Promise<void> {
    return this.bus.follow(subject, handler);
  }

  stop(): Promise<void> {
    return this.bus.stop();
  }
}
