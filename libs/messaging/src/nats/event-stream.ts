import { type Consumer, jetstream, type JetStreamClient } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Message } from '../bus.js';
import { toNatsHeaders } from './message-headers.js';
import type { EnsureStream } from './stream-keeper.js';
import { consumerName, EVENT_STREAM } from './subjects.js';

/** The JetStream stream of all events. If it is lost, it is made again, because Postgres stores the events. */
export class EventStream {
  readonly #js: JetStreamClient;
  #ready: Promise<void> | undefined;
  #used = false;

  constructor(
    connection: NatsConnection,
    private readonly ensure: EnsureStream,
    private readonly opened: (identity: string) => void,
  ) {
    this.#js = jetstream(connection);
  }

  /** Whether anything was published or consumed here. */
  get used(): boolean {
    return this.#used;
  }

  /** Makes `ready` check the stream again. Call it when the broker may have lost its disk. */
  invalidate(): void {
    this.#ready = undefined;
  }

  /** Has the stream made if it is missing. Throws the broker's error. */
  ready(): Promise<void> {
    this.#used = true;
    this.#ready ??= this.ensure({ of: 'events' }).then(this.opened, (error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }

  /** Resolves when the broker has stored the event. */
  async publish(
    subject: string,
    id: string,
    { payload, headers }: Message,
    timeoutMs: number,
  ): Promise<void> {
    const options = { msgID: id, headers: toNatsHeaders(headers), timeout: timeoutMs, retries: 1 };
    await this.ready();
    try {
      await this.#js.publish(subject, payload, options);
    } catch {
      // The stream may be missing: with a follower subscribed, the broker then neither answers nor reports an error.
      this.invalidate();
      await this.ready();
      await this.#js.publish(subject, payload, options);
    }
  }

  /** Returns the durable consumer of a group. Has it made if it is missing. */
  async consumer(subject: string, group: string, ackWaitMs: number): Promise<Consumer> {
    this.#used = true;
    this.opened(await this.ensure({ of: 'event', subject, ackWaitMs }));
    return this.#js.consumers.get(EVENT_STREAM, consumerName(group, subject));
  }
}
