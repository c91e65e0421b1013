import { setTimeout as pause } from 'node:timers/promises';
import type { DeviceStreamSpec } from '@argus/contracts';
import { type ConsumerMessages, type JsMsg, jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { type BrokerOptions, connectToBroker } from './connect-to-broker.js';
import { askKeeper } from './keeper-server.js';
import { ReplyInbox } from './reply-inbox.js';
import { type EnsureStream, StreamKeeper } from './stream-keeper.js';
import { inboxOf } from './subjects.js';

/** A message as a device published it, in any format. */
export interface DeviceMessage {
  readonly subject: string;
  readonly payload: Uint8Array;
  /** When the broker stored it, in microseconds since 1970; the same for every delivery. */
  readonly storedAtUs: bigint;
  /** Position in the stream. With the stream's name it identifies the message. */
  readonly sequence: number;
  /** 1 for the first delivery. */
  readonly deliveries: number;
}

/** What happens to a message next: it is acknowledged, or delivered again later. */
export type Verdict = 'done' | 'retry';

export interface DeviceStreamOptions extends BrokerOptions {
  /** The members of its service on all replicas share the messages. */
  readonly devices: DeviceStreamSpec;
  /**
   * Maximum bytes handled at once, unless a single message has more. Meanwhile the same number of bytes and a quarter of
   * a batch may wait.
   */
  readonly batchBytes: number;
  readonly failed: (error: unknown) => void;
}

type Handle = (messages: readonly DeviceMessage[]) => Promise<readonly Verdict[]>;

const redeliverAfterMs = 1000;
const retryPauseMs = 500;
const PULLS_PER_BATCH = 8;

/**
 * Messages of devices, which do not use the platform's formats. JetStream stores them until they are handled, at least
 * once each, in batches of all that have arrived. A lost stream or consumer is made again.
 */
export class DeviceStream {
  readonly #stopping = new AbortController();
  readonly #signal: AbortSignal;
  readonly #waiting: JsMsg[] = [];
  #waitingBytes = 0;
  #messages: ConsumerMessages | undefined;
  #reading: Promise<void> = Promise.resolve();
  #handling: Promise<void> | undefined;
  readonly #ensure: EnsureStream;

  private constructor(
    private readonly connection: NatsConnection,
    private readonly options: DeviceStreamOptions,
    private readonly handle: Handle,
  ) {
    const { signal } = this.#stopping;
    this.#signal = options.signal ? AbortSignal.any([signal, options.signal]) : signal;
    const { service } = options.devices;
    const own = new StreamKeeper(connection, { devices: [options.devices] });
    this.#ensure =
      options.nkey === undefined
        ? (request) => own.ensure(service, request)
        : askKeeper(new ReplyInbox(connection, service), service);
  }

  /** Starts consuming. Resolves when the broker stores the messages of devices. */
  static async consume(options: DeviceStreamOptions, handle: Handle): Promise<DeviceStream> {
    const { service } = options.devices;
    const connection = await connectToBroker(options, {
      name: `${service}-devices`,
      inboxPrefix: inboxOf(service),
    });
    const stream = new DeviceStream(connection, options, handle);
    await new Promise<void>((started) => {
      stream.#reading = stream.#read(started);
    });
    return stream;
  }

  /** Finishes the current batch. Other messages stay with the broker. */
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
          /* The client requests more messages only when this loop continues. */
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
    const { stream, service, batch } = this.options.devices;
    await this.#ensure({ of: 'devices', stream });
    const consumer = await jetstream(this.connection).consumers.get(stream, service);
    return consumer.consume({
      /* Small requests, so that few messages are on their way when enough are waiting. */
      max_messages: Math.ceil(batch / PULLS_PER_BATCH),
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
    const { batchBytes, devices } = this.options;
    let count = 0;
    let bytes = 0;
    for (const { data } of this.#waiting.slice(0, devices.batch)) {
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
