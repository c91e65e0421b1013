import { DomainError } from '@argus/contracts';
import type { Bus, EventHandler, Message, RequestHandler } from '../bus.js';
import type { BusObserver } from '../bus-observer.js';
import { assertFits } from '../payload-limit.js';
import { answerSafely } from '../rpc/answer-safely.js';
import { within } from '../time-limit.js';
import { WorkInFlight } from '../work-in-flight.js';
import { deliver } from './event-delivery.js';
import { Exchange, type InProcessOptions } from './exchange.js';

/**
 * Bus of services in one process. `handle()` gives each service its own handle, which it can stop without stopping the
 * others. Only the publisher's outbox stores events: `publish` resolves when every consuming group has handled the
 * event. So consumers must be registered before the first relay starts.
 */
export class InProcessBus implements Bus {
  readonly system = 'in-process';
  readonly #exchange: Exchange;
  readonly #observer: BusObserver;
  readonly #inFlight = new WorkInFlight();
  readonly #registrations: (() => void)[] = [];
  #state: 'open' | 'draining' | 'closed' = 'open';

  constructor(options: InProcessOptions = {}, observer: BusObserver = {}, exchange = new Exchange(options)) {
    this.#exchange = exchange;
    this.#observer = observer;
  }

  /** Returns another handle of the same bus. */
  handle(observer: BusObserver = {}): InProcessBus {
    return new InProcessBus({}, observer, this.#exchange);
  }

  get connected(): boolean {
    return this.#state !== 'closed';
  }

  async request(subject: string, message: Message, timeoutMs: number): Promise<Message> {
    this.#assertOpen();
    assertFits(message, this.#exchange.maxPayloadBytes);
    const groups = this.#exchange.services.of(subject);
    const [only] = groups;
    if (only === undefined) throw new DomainError('UNAVAILABLE');
    if (groups.length === 1) return within(timeoutMs, only.next()(message));
    return within(timeoutMs, Promise.race(groups.map((group) => group.next()(message))));
  }

  async serve(subject: string, group: string, handler: RequestHandler): Promise<void> {
    const answer = answerSafely(handler, this.#exchange.maxPayloadBytes, (error) =>
      this.#observer.failed?.(error, `answering ${subject}`),
    );
    this.#registrations.push(
      this.#exchange.services.add(subject, group, (message) => this.#inFlight.track(() => answer(message))),
    );
  }

  async publish(subject: string, id: string, message: Message): Promise<void> {
    this.#assertOpen();
    assertFits(message, this.#exchange.maxPayloadBytes);
    await deliver(this.#exchange, { subject, id, message });
  }

  async consume(subject: string, group: string, handler: EventHandler): Promise<void> {
    const listener = { handle: this.#tracked(handler), observer: this.#observer };
    this.#registrations.push(this.#exchange.consumers.add(subject, group, listener));
  }

  async follow(subject: string, handler: EventHandler): Promise<void> {
    const listener = { handle: this.#tracked(handler), observer: this.#observer };
    const followers = this.#exchange.followers.get(subject) ?? new Set();
    this.#exchange.followers.set(subject, followers.add(listener));
    this.#registrations.push(() => followers.delete(listener));
  }

  async stop(): Promise<void> {
    if (this.#state === 'open') this.#state = 'draining';
    for (const remove of this.#registrations.splice(0)) remove();
    await this.#inFlight.idle();
    this.#state = 'closed';
  }

  #tracked(handler: EventHandler): EventHandler {
    return (message, id) => this.#inFlight.track(() => handler(message, id));
  }

  #assertOpen(): void {
    if (this.#state === 'closed') throw new DomainError('UNAVAILABLE');
  }
}
