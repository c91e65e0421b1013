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

/** Limits of the broker's copy of the events. */
export interface EventStreamOptions {
  /** Default 7 days. */
  readonly maxAgeMs?: number;
  /** Above it, publishing fails and events wait in the outboxes. Default: unlimited. */
  readonly maxBytes?: number;
  /** Copies in a NATS cluster; default 1. */
  readonly replicas?: number;
}

const streamName = 'EVENTS';
const streamNameInUse = 10058;
const weekMs = 7 * 24 * 3_600_000;

/** The JetStream stream of all events. If it is lost, it is created again, because Postgres stores the events. */
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

  /** Makes `ready` check the stream again. Call it when the broker may have lost its disk. */
  invalidate(): void {
    this.#ready = undefined;
  }

  /** Creates the stream if it is missing. Throws the broker's error. */
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
      // The stream may be missing: with a follower subscribed, the broker then neither answers nor reports an error.
      this.invalidate();
      await this.ready();
      await this.#js.publish(subject, payload, options);
    }
  }

  /** Returns the durable consumer of a group. Creates it if it is missing. */
  async consumer(subject: string, group: string, ackWaitMs: number): Promise<Consumer> {
    this.invalidate();
    await this.ready();
    const name = `${group}__${subject.replaceAll('.', '_')}`;
    const config: Partial<ConsumerConfig> = {
      durable_name: name,
      filter_subject: subject,
      deliver_policy: DeliverPolicy.All,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ackWaitMs),
      // EventConsumer counts deliveries itself, because the broker would silently drop an event after its last one.
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
    // The time of creation identifies the stream.
    this.opened(created);
  }
}
