import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  JetStreamApiError,
  jetstreamManager,
  type JetStreamManager,
  RetentionPolicy,
  type StreamConfig,
  StorageType,
} from '@nats-io/jetstream';
import { type DeviceStreamSpec, deviceStreams, isEventSubject } from '@argus/contracts';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { mqttStreams } from './mqtt-streams.js';
import { consumerName, EVENT_STREAM } from './subjects.js';

/** Limits of the broker's copy of the events. */
export interface EventStreamOptions {
  /** Default 7 days. */
  readonly maxAgeMs?: number;
  /** Above it, publishing fails and events wait in the outboxes. Default: unlimited. */
  readonly maxBytes?: number;
}

/** What a service needs: the event stream, there its own consumer of one event, or a stream of devices with its consumer. */
export type StreamRequest =
  | { readonly of: 'events' }
  | { readonly of: 'event'; readonly subject: string; readonly ackWaitMs: number }
  | { readonly of: 'devices'; readonly stream: string };

/** Sees that a stream and a consumer exist; returns an identity that a new stream does not share with a lost one. */
export type EnsureStream = (request: StreamRequest) => Promise<string>;

export interface KeptStreams {
  readonly events?: EventStreamOptions;
  /** Default: those of the catalogue. */
  readonly devices?: readonly DeviceStreamSpec[];
  /** Copies of each stream in a NATS cluster; default 1. */
  readonly replicas?: number;
}

const streamNameInUse = 10058;
const weekMs = 7 * 24 * 3_600_000;
const deviceAckWaitMs = 30_000;
const MAX_ACK_WAIT_MS = 600_000;

/**
 * Makes streams and consumers. Who may do that can have the broker copy any subject and send to any subject; so services have
 * no such right and ask for what they need. A request names an event or a stream of the catalogue, never a configuration.
 */
export class StreamKeeper {
  readonly #manager: Promise<JetStreamManager>;
  readonly #devices: readonly DeviceStreamSpec[];
  readonly #events: EventStreamOptions;
  readonly #replicas: number;

  constructor(
    connection: NatsConnection,
    { events = {}, devices = deviceStreams, replicas = 1 }: KeptStreams,
  ) {
    this.#manager = jetstreamManager(connection, { checkAPI: false });
    this.#events = events;
    this.#devices = devices;
    this.#replicas = replicas;
  }

  /** Throws the broker's error, or an error for what no service may ask. */
  async ensure(service: string, request: StreamRequest): Promise<string> {
    if (request.of === 'devices') return this.#ensureDevices(service, request.stream);
    const created = await this.#ensureStream(eventStream(this.#events));
    if (request.of === 'event') await this.#ensureConsumer(service, request.subject, request.ackWaitMs);
    return created;
  }

  /** Bounds what the broker keeps for MQTT, also where it made the streams before. */
  async boundMqtt(): Promise<void> {
    for (const stream of mqttStreams) await this.#ensureStream(stream);
  }

  async #ensureConsumer(service: string, subject: string, ackWaitMs: number): Promise<void> {
    if (!isEventSubject(subject) || !(ackWaitMs > 0 && ackWaitMs <= MAX_ACK_WAIT_MS))
      throw new Error(`${service} asks for a consumer of ${subject} that nobody may have`);
    const { consumers } = await this.#manager;
    await consumers.add(EVENT_STREAM, {
      durable_name: consumerName(service, subject),
      filter_subject: subject,
      deliver_policy: DeliverPolicy.All,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ackWaitMs),
      // EventConsumer counts deliveries itself, because the broker would silently drop an event after its last one.
      max_deliver: -1,
    });
  }

  async #ensureDevices(service: string, name: string): Promise<string> {
    const spec = this.#devices.find((each) => each.stream === name && each.service === service);
    if (!spec) throw new Error(`${service} asks for the stream ${name}, which is not its own`);
    const created = await this.#ensureStream(streamOfDevices(spec));
    const { consumers } = await this.#manager;
    await consumers.add(spec.stream, {
      durable_name: service,
      deliver_policy: DeliverPolicy.All,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(deviceAckWaitMs),
      /* Limits the messages in the service's process: one batch being handled and one waiting. */
      max_ack_pending: 2 * spec.batch,
      max_deliver: -1,
    });
    return created;
  }

  async #ensureStream(wanted: Partial<StreamConfig> & { name: string }): Promise<string> {
    const { streams } = await this.#manager;
    const config = { ...wanted, num_replicas: this.#replicas };
    const { created } = await streams.add(config).catch((error: unknown) => {
      if (!(error instanceof JetStreamApiError) || error.code !== streamNameInUse) throw error;
      return streams.update(config.name, config);
    });
    // The time of creation identifies the stream.
    return created;
  }
}

const eventStream = ({ maxAgeMs = weekMs, maxBytes = -1 }: EventStreamOptions) => ({
  name: EVENT_STREAM,
  subjects: ['evt.>'],
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  discard: DiscardPolicy.New,
  max_age: nanos(maxAgeMs),
  max_bytes: maxBytes,
  duplicate_window: nanos(2 * 60_000),
});

const streamOfDevices = ({ stream, subject, maxBytes }: DeviceStreamSpec) => ({
  name: stream,
  subjects: [subject],
  retention: RetentionPolicy.Workqueue,
  storage: StorageType.File,
  discard: DiscardPolicy.Old,
  max_bytes: maxBytes,
});
