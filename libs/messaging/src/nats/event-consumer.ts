import type { ConsumerMessages, JsMsg } from '@nats-io/jetstream';
import { setTimeout as pause } from 'node:timers/promises';
import type { EventHandler } from '../bus.js';
import { type BusObserver, keepDeadLetter } from '../bus-observer.js';
import { type DeliveryPolicy, pauseAfterMs } from '../delivery-policy.js';
import { within } from '../time-limit.js';
import type { EventStream } from './event-stream.js';
import { fromNatsHeaders } from './message-headers.js';

const retryPauseMs = 500;
/** How long a pull waits. After two missed heartbeats (every half of it) the client checks the consumer and pulls again. */
const pullExpiresMs = 5_000;

/**
 * Handles the events of one subject for one group, one after the other. Replicas of the group share the work. A lost
 * consumer or stream is created again.
 */
export class EventConsumer {
  #messages: ConsumerMessages | undefined;
  readonly #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly stream: EventStream,
    private readonly subject: string,
    private readonly group: string,
    private readonly handler: EventHandler,
    private readonly policy: DeliveryPolicy,
    private readonly observer: BusObserver,
  ) {}

  /** Resolves when the broker knows the consumer. */
  start(): Promise<void> {
    return new Promise((started) => {
      this.#loop = this.#run(started);
    });
  }

  /** Finishes the current event. Other events stay with the broker. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#messages?.stop();
    await this.#loop;
  }

  async #run(started: () => void): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        const consumer = await this.stream.consumer(this.subject, this.group, this.policy.ackWaitMs);
        if (signal.aborted) break;
        // One at a time: a second event could wait here longer than the broker waits for its ack.
        const messages = await consumer.consume({
          max_messages: 1,
          expires: pullExpiresMs,
          abort_on_missing_resource: true,
        });
        this.#messages = messages;
        started();
        for await (const message of messages) {
          if (signal.aborted) message.nak();
          else await this.#handle(message);
        }
      } catch (error) {
        if (signal.aborted) break;
        this.observer.failed?.(error, `consuming ${this.subject} for ${this.group}`);
        await pause(retryPauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
    started();
  }

  async #handle(received: JsMsg): Promise<void> {
    const { subject, group, policy, observer } = this;
    const deliveries = received.info.deliveryCount;
    const id = received.headers?.get('Nats-Msg-Id') ?? '';
    const message = { payload: received.data, headers: fromNatsHeaders(received.headers) };
    let error: unknown;
    // With more deliveries than allowed, the process died in the last one.
    if (deliveries <= policy.maxDeliveries) {
      try {
        await within(policy.ackWaitMs, this.handler(message, id));
        received.ack();
        return;
      } catch (failure) {
        error = failure;
        observer.failed?.(failure, `delivery ${deliveries} of ${subject} to ${group}`);
      }
    }
    const letter = { subject, group, id, message, deliveries, error };
    if (deliveries >= policy.maxDeliveries && (await keepDeadLetter(observer, letter))) {
      received.term('dead letter');
    } else {
      received.nak(pauseAfterMs(policy, deliveries));
    }
  }
}
