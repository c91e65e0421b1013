import { type Consumer, jetstream, type JetStreamClient } from '@nats-io/jetstream';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import type { Message } from '../bus.js';
import { eventHeaders } from './message-headers.js';
import type { ReplyInbox } from './reply-inbox.js';
import type { EnsureStream } from './stream-keeper.js';
import { consumerName, EVENT_STREAM } from './subjects.js';

/** The JetStream stream of all events. If it is lost, it is made again, because Postgres stores the events. */
export class EventStream {
  readonly #js: JetStreamClient;
  #ready: Promise<void> | undefined;
  #used = false;

  constructor(
    connection: NatsConnection,
    private readonly inbox: ReplyInbox,
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
    const store = async () =>
      assertStored(await this.inbox.request(subject, payload, eventHeaders(id, headers), timeoutMs));
    await this.ready();
    try {
      await store();
    } catch {
      // The stream may be missing: with a follower subscribed, the broker then neither answers nor reports an error.
      this.invalidate();
      await this.ready();
      await store();
    }
  }

  /** Returns the durable consumer of a group. Has it made if it is missing. */
  async consumer(subject: string, group: string, ackWaitMs: number): Promise<Consumer> {
    this.#used = true;
    this.opened(await this.ensure({ of: 'event', subject, ackWaitMs }));
    return this.#js.consumers.get(EVENT_STREAM, consumerName(group, subject));
  }
}

/** Throws what the broker answered to an event that it did not store. */
function assertStored(answer: Msg): void {
  const { stream, error } = answer.json<{ stream?: string; error?: { description?: string } }>();
  if (error || !stream)
    throw new Error(`the event store refused an event: ${error?.description ?? 'no stream'}`);
}
