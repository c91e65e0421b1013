import {
  AckPolicy,
  type Consumer,
  type ConsumerConfig,
  DeliverPolicy,
  DiscardPolicy,
  jetstream,
  JetStreamApiError,
  type JetStreamClient,
  jetstreamManager,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import type { Message } from '../bus.js';
import { toNatsHeaders } from './message-headers.js';

/** How long the broker keeps events that a group has not handled yet. */
export interface EventStreamOptions {
  /** 7 days unless stated. */
  readonly maxAgeMs?: number;
  /** Beyond it publishing fails and outboxes hold; unlimited unless stated. */
  readonly maxBytes?: number;
  /** Copies in a NATS cluster; 1 unless stated. */
  readonly replicas?: number;
}

const streamName = 'EVENTS';
const streamNameInUse = 10058;
const weekMs = 7 * 24 * 3_600_000;

/** The JetStream stream of all events. It is made anew whenever it turns out to be gone: the record is Postgres. */
export class EventStream {
  readonly #js: JetStreamClient;
  readonly #manager: Promise<JetStreamManager>;
  #ready: Promise<void> | undefined;
  #used = false;

  constructor(
    connection: NatsConnection,
    private readonly options: EventStreamOptions,
    private readonly opened: (identity: string) => void,
  ) {
    this.#js = jetstream(connection);
    this.#manager = jetstreamManager(connection, { checkAPI: false });
  }

  /** Whether anything was published or consumed here. */
  get used(): boolean {
    return this.#used;
  }

  /** To be called when the broker may have another disk than before. */
  doubt(): void {
    this.#ready = undefined;
  }

  /** Makes sure that the stream exists; throws what the broker says. */
  ready(): Promise<void> {
    this.#used = true;
    this.#ready ??= this.#create().catch((error: unknown) => {
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
      // A follower's subscription hides a missing stream: the broker then neither answers nor reports that nobody listens.
      this.doubt();
      await this.ready();
      await this.#js.publish(subject, payload, options);
    }
  }

  /** The durable consumer of a group, made if it is missing. */
  async consumer(subject: string, group: string, ackWaitMs: number): Promise<Consumer> {
    this.doubt();
    await this.ready();
    const name = `${group}__${subject.replaceAll('.', '_')}`;
    const config: Partial<ConsumerConfig> = {
      durable_name: name,
      filter_subject: subject,
      deliver_policy: DeliverPolicy.All,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ackWaitMs),
      // The consumer counts deliveries itself: the broker would drop the event without a word after its last one.
      max_deliver: -1,
    };
    await (await this.#manager).consumers.add(streamName, config);
    return this.#js.consumers.get(streamName, name);
  }

  async #create(): Promise<void> {
    const { streams } = await this.#manager;
    const config = {
      name: streamName,
      subjects: ['evt.>'],
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      discard: DiscardPolicy.New,
      max_age: nanos(this.options.maxAgeMs ?? weekMs),
      max_bytes: this.options.maxBytes ?? -1,
      num_replicas: this.options.replicas ?? 1,
      duplicate_window: nanos(2 * 60_000),
    };
    const { created } = await streams.add(config).catch((error: unknown) => {
      if (!(error instanceof JetStreamApiError) || error.code !== streamNameInUse) throw error;
      return streams.update(streamName, config);
    });
    // The moment of its making tells one stream from another.
    this.opened(created);
  }
}
