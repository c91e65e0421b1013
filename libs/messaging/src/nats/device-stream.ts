import { setTimeout as pause } from 'node:timers/promises';
import {
  AckPolicy,
  type ConsumerMessages,
  DeliverPolicy,
  DiscardPolicy,
  type JsMsg,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { type BrokerOptions, reachBroker } from './reach-broker.js';

/** What a device published, in whatever form it speaks. */
export interface DeviceMessage {
  readonly subject: string;
  readonly payload: Uint8Array;
  /** When the broker stored it, microseconds since 1970: the same for every delivery. */
  readonly storedAtUs: bigint;
  /** Place in the stream; with the stream's name it names the message. */
  readonly sequence: number;
  /** 1 for the first delivery. */
  readonly deliveries: number;
}

/** What is to become of a message: it is done with, or comes again after a while. */
export type Verdict = 'done' | 'again';

export interface DeviceStreamOptions extends BrokerOptions {
  /** Name of the JetStream stream. */
  readonly stream: string;
  readonly subject: string;
  /** Its members on all replicas share the messages. */
  readonly group: string;
  /** Most messages handled at once. */
  readonly batch: number;
  /** Most bytes handled at once, unless one message alone has more; as much waits meanwhile, and a quarter of a batch. */
  readonly batchBytes: number;
  /** The broker holds at most so much; the oldest goes first. */
  readonly maxBytes: number;
  readonly failed: (error: unknown) => void;
}

type Handle = (messages: readonly DeviceMessage[]) => Promise<readonly Verdict[]>;

const ackWaitMs = 30_000;
const redeliverAfterMs = 1000;
const retryPauseMs = 500;
const PULLS_A_BATCH = 8;

/**
 * Messages of devices, which know none of the platform's forms: kept by JetStream on their way, handled in batches of as many
 * as have come meanwhile, at least once. Stream and consumer are made again when the broker has lost them.
 */
export class DeviceStream {
  readonly #stopping = new AbortController();
  readonly #signal: AbortSignal;
  readonly #waiting: JsMsg[] = [];
  #waitingBytes = 0;
  #messages: ConsumerMessages | undefined;
  #reading: Promise<void> = Promise.resolve();
  #handling: Promise<void> | undefined;

  private constructor(
    private readonly connection: NatsConnection,
    private readonly options: DeviceStreamOptions,
    private readonly handle: Handle,
  ) {
    const { signal } = this.#stopping;
    this.#signal = options.signal ? AbortSignal.any([signal, options.signal]) : signal;
  }

  /** Resolves when the broker keeps what devices publish. */
  static async consume(options: DeviceStreamOptions, handle: Handle): Promise<DeviceStream> {
    const connection = await reachBroker(options, { name: `${options.group}-devices` });
    const stream = new DeviceStream(connection, options, handle);
    await new Promise<void>((started) => {
      stream.#reading = stream.#read(started);
    });
    return stream;
  }

  /** Finishes the batch in hand; the others stay with the broker. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#messages?.stop();
    await this.#reading;
    await this.#handling;
    await this.connection.close();
  }

  async #read(started: () => void): Promise<void> {
    const signal = this.#signal;
    while (!signal.aborted) {
      try {
        this.#messages = await this.#open();
        started();
        for await (const message of this.#messages) {
          this.#waiting.push(message);
          this.#waitingBytes += message.data.length;
          this.#handling ??= this.#handleWaiting();
          /* The broker is asked for more only where this loop goes on. */
          if (this.#waitingBytes >= this.options.batchBytes) await this.#handling;
        }
      } catch (error) {
        if (signal.aborted) break;
        this.options.failed(error);
        await pause(retryPauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
    started();
  }

  async #open(): Promise<ConsumerMessages> {
    const { stream, subject, group, batch, maxBytes } = this.options;
    const manager = await jetstreamManager(this.connection, { checkAPI: false });
    await manager.streams.add({
      name: stream,
      subjects: [subject],
      retention: RetentionPolicy.Workqueue,
      storage: StorageType.File,
      discard: DiscardPolicy.Old,
      max_bytes: maxBytes,
    });
    await manager.consumers.add(stream, {
      durable_name: group,
      deliver_policy: DeliverPolicy.All,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ackWaitMs),
      /* Bounds what waits here, with a batch in hand and the next one coming. */
      max_ack_pending: 2 * batch,
      max_deliver: -1,
    });
    const consumer = await jetstream(this.connection).consumers.get(stream, group);
    return consumer.consume({
      /* In small parts, so that little is on its way here when enough waits. */
      max_messages: Math.ceil(batch / PULLS_A_BATCH),
      expires: 5000,
      abort_on_missing_resource: true,
    });
  }

  async #handleWaiting(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#signal.aborted) {
      const batch = this.#nextBatch();
      try {
        const verdicts = await this.handle(batch.map(toDeviceMessage));
        for (const [index, message] of batch.entries())
          if (verdicts[index] === 'done') message.ack();
          else message.nak(redeliverAfterMs);
      } catch (error) {
        this.options.failed(error);
        for (const message of batch) message.nak(redeliverAfterMs);
      }
    }
    this.#handling = undefined;
  }

  #nextBatch(): JsMsg[] {
    const { batch: most, batchBytes } = this.options;
    let count = 0;
    let bytes = 0;
    for (const { data } of this.#waiting.slice(0, most)) {
      if (count > 0 && bytes + data.length > batchBytes) break;
      count++;
      bytes += data.length;
    }
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count);
  }
}

const toDeviceMessage = ({ subject, data, info }: JsMsg): DeviceMessage => ({
  subject,
  payload: data,
  storedAtUs: BigInt(info.timestampNanos) / 1000n,
  sequence: info.streamSequence,
  deliveries: info.deliveryCount,
});
