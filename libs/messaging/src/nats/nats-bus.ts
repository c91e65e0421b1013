import { DomainError } from '@argus/contracts';
import {
  type Msg,
  type NatsConnection,
  PermissionViolationError,
  type Subscription,
} from '@nats-io/transport-node';
import type { Bus, EventHandler, Message, RequestHandler } from '../bus.js';
import type { BusObserver } from '../bus-observer.js';
import { defaultDeliveryPolicy, type DeliveryPolicy } from '../delivery-policy.js';
import { assertFits } from '../payload-limit.js';
import { answerSafely } from '../rpc/answer-safely.js';
import { WorkInFlight } from '../work-in-flight.js';
import { EventConsumer } from './event-consumer.js';
import { EventStream } from './event-stream.js';
import {
  defaultHeartbeat,
  type HeartbeatPolicy,
  requestWithHeartbeats,
  withHeartbeats,
} from './long-request.js';
import { fromNatsHeaders, toNatsHeaders } from './message-headers.js';
import { type BrokerOptions, connectToBroker } from './connect-to-broker.js';
import { askKeeper } from './keeper-server.js';
import { ReplyInbox } from './reply-inbox.js';
import { type EnsureStream, type EventStreamOptions, StreamKeeper } from './stream-keeper.js';
import { calleeOf, inboxOf, repliesOf } from './subjects.js';
import { toDomainError } from './transport-error.js';

export interface NatsBusOptions extends BrokerOptions {
  /** The service's name, for the broker's monitoring and the inbox subjects (`_INBOX.<name>.>`). */
  readonly name: string;
  /** For a bus that keeps the streams itself: one without a key of its own, whose user may do everything. */
  readonly events?: EventStreamOptions;
  readonly delivery?: DeliveryPolicy;
  readonly heartbeat?: HeartbeatPolicy;
  readonly observer?: BusObserver;
}

const publishTimeoutMs = 5_000;

/** Bus between processes: core NATS for calls, JetStream for events. */
export class NatsBus implements Bus {
  readonly system = 'nats';
  readonly #inFlight = new WorkInFlight();
  readonly #subscriptions: Subscription[] = [];
  readonly #consumers: EventConsumer[] = [];
  readonly #inbox: ReplyInbox;
  readonly #stream: EventStream;
  readonly #observer: BusObserver;
  readonly #delivery: DeliveryPolicy;
  readonly #heartbeat: HeartbeatPolicy;
  readonly #name: string;
  #connected = true;

  private constructor(
    private readonly connection: NatsConnection,
    {
      name,
      nkey,
      events = {},
      delivery = defaultDeliveryPolicy,
      heartbeat = defaultHeartbeat,
      observer = {},
    }: NatsBusOptions,
  ) {
    this.#name = name;
    this.#observer = observer;
    this.#delivery = delivery;
    this.#heartbeat = heartbeat;
    this.#inbox = new ReplyInbox(connection, name);
    const ensure = nkey === undefined ? keep(connection, name, events) : askKeeper(this.#inbox, name);
    this.#stream = new EventStream(connection, this.#inbox, ensure, (identity) =>
      observer.eventStoreOpened?.(identity),
    );
    void this.#watchConnection();
  }

  /** Waits until the broker is available. After a lost connection it reconnects without limit. */
  static async connect(options: NatsBusOptions): Promise<NatsBus> {
    const connection = await connectToBroker(options, {
      name: options.name,
      inboxPrefix: inboxOf(options.name),
      // Finds a half-open connection within half a minute.
      pingInterval: 10_000,
      maxPingOut: 2,
    });
    return new NatsBus(connection, options);
  }

  get connected(): boolean {
    return this.#connected;
  }

  async request(subject: string, message: Message, timeoutMs: number): Promise<Message> {
    this.#assertSendable(message);
    try {
      const reply = await this.#inFlight.track(() => this.#ask(subject, message, timeoutMs));
      return toMessage(reply);
    } catch (error) {
      throw toDomainError(error);
    }
  }

  async serve(subject: string, group: string, handler: RequestHandler): Promise<void> {
    const failed = (error: unknown) => this.#observer.failed?.(error, `answering ${subject}`);
    const answer = answerSafely(handler, this.connection.info?.max_payload ?? Infinity, failed);
    const callback = (error: Error | null, request: Msg): void => {
      if (error) return failed(error);
      this.#inFlight
        .track(async () => {
          const reply = await withHeartbeats(request, () => answer(toMessage(request)));
          const headers = toNatsHeaders(reply.headers);
          request.respond(reply.payload, headers && { headers });
        })
        .catch(failed);
    };
    this.#subscriptions.push(this.connection.subscribe(subject, { queue: group, callback }));
    await this.#flushed();
  }

  async publish(subject: string, id: string, message: Message): Promise<void> {
    this.#assertSendable(message);
    try {
      await this.#inFlight.track(() => this.#stream.publish(subject, id, message, publishTimeoutMs));
    } catch (error) {
      throw toDomainError(error);
    }
  }

  async consume(subject: string, group: string, handler: EventHandler): Promise<void> {
    const consumer = new EventConsumer(this.#stream, subject, group, handler, this.#delivery, this.#observer);
    this.#consumers.push(consumer);
    await consumer.start();
  }

  async follow(subject: string, handler: EventHandler): Promise<void> {
    const failed = (error: unknown) => this.#observer.failed?.(error, `following ${subject}`);
    const callback = (error: Error | null, event: Msg): void => {
      if (error) return failed(error);
      const id = event.headers?.get('Nats-Msg-Id') ?? '';
      this.#inFlight.track(() => handler(toMessage(event), id)).catch(failed);
    };
    this.#subscriptions.push(this.connection.subscribe(subject, { callback }));
    await this.#flushed();
  }

  async stop(): Promise<void> {
    if (this.connection.isClosed()) return;
    await Promise.all([
      ...this.#subscriptions.splice(0).map((subscription) => this.#drain(subscription)),
      ...this.#consumers.splice(0).map((consumer) => consumer.stop()),
    ]);
    await this.#inFlight.idle();
    if (this.#connected) await this.connection.drain().catch(() => undefined);
    await this.connection.close();
  }

  /** Resolves when every request that the broker has already sent is with its handler. */
  async #drain(subscription: Subscription): Promise<void> {
    if (!this.#connected) return subscription.unsubscribe();
    // If the connection breaks meanwhile, there is nothing left to drain.
    await subscription.drain().catch(() => undefined);
  }

  /** Resolves when the broker knows the subscription. If the connection breaks, the client subscribes again later. */
  async #flushed(): Promise<void> {
    await this.connection.flush().catch(() => undefined);
  }

  #ask(subject: string, message: Message, timeoutMs: number): Promise<Msg> {
    const { payload, headers } = message;
    if (timeoutMs > this.#heartbeat.silenceMs) {
      const inboxPrefix = `${repliesOf(this.#name, calleeOf(subject))}.long`;
      const request = { ...message, subject, timeoutMs, inboxPrefix };
      return requestWithHeartbeats(this.connection, request, this.#heartbeat, () => this.#connected);
    }
    const timeout = Math.max(1, Math.ceil(timeoutMs));
    return this.#inbox.request(subject, payload, toNatsHeaders(headers), timeout);
  }

  #assertSendable(message: Message): void {
    if (!this.#connected) throw new DomainError('UNAVAILABLE');
    assertFits(message, this.connection.info?.max_payload ?? Infinity);
  }

  /** Opens the stream at once, so that publishers learn of a lost event store before they publish again. */
  #reopenStream(): void {
    if (!this.#stream.used) return;
    this.#stream.ready().catch((error: unknown) => this.#observer.failed?.(error, 'opening the event store'));
  }

  /** Waits until the broker knows our subscriptions again, because answers arrive only then. */
  async #reconnected(): Promise<void> {
    try {
      await this.connection.flush();
      this.#changed(true);
    } catch {
      // The connection broke again; the next reconnect calls this again.
    }
  }

  #changed(connected: boolean): void {
    this.#connected = connected;
    this.#stream.invalidate();
    if (connected) this.#reopenStream();
    this.#observer.connectionChanged?.(connected);
  }

  async #watchConnection(): Promise<void> {
    for await (const status of this.connection.status()) {
      if (status.type === 'disconnect') this.#changed(false);
      else if (status.type === 'reconnect') void this.#reconnected();
      else if (status.type === 'error') this.#refused(status.error);
    }
    this.#connected = false;
    this.#inbox.close();
  }

  /** A refusal of a subscription has already reached its callback. */
  #refused(error: Error): void {
    if (!(error instanceof PermissionViolationError) || error.operation !== 'publish') return;
    this.#inbox.refused(error);
    this.#observer.failed?.(error, `publishing ${error.subject}`);
  }
}

function keep(connection: NatsConnection, service: string, events: EventStreamOptions): EnsureStream {
  const keeper = new StreamKeeper(connection, { events });
  return (request) => keeper.ensure(service, request);
}

const toMessage = (received: Msg): Message => ({
  payload: received.data,
  headers: fromNatsHeaders(received.headers),
});
