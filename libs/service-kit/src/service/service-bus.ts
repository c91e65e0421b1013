import type { Bus, EventHandler, Message, RequestHandler } from '@argus/messaging';
import { Logger } from '@nestjs/common';
import { runAsService } from '../logs/service-scope.js';

/** A service's end of the bus. It calls what the definition declares and nothing else, on every bus. Handlers run in the scope of the service, which logs and traces name. */
export class ServiceBus implements Bus {
  /** What handles an event of a subject here, for letters that an operator has replayed. */
  readonly consumers = new Map<string, EventHandler>();

  constructor(
    private readonly service: string,
    private readonly bus: Bus,
    private readonly calls: ReadonlySet<string>,
  ) {}

  get system(): string {
    return this.bus.system;
  }

  get connected(): boolean {
    return this.bus.connected;
  }

  request(subject: string, message: Message, timeoutMs: number): Promise<Message> {
    if (!this.calls.has(subject)) return Promise.reject(this.#undeclared(subject));
    return this.bus.request(subject, message, timeoutMs);
  }

  serve(subject: string, group: string, handler: RequestHandler): Promise<void> {
    return this.bus.serve(subject, group, (message) => runAsService(this.service, () => handler(message)));
  }

  publish(subject: string, id: string, message: Message): Promise<void> {
    return this.bus.publish(subject, id, message);
  }

  consume(subject: string, group: string, handler: EventHandler): Promise<void> {
    const inService = this.#inService(handler);
    this.consumers.set(subject, inService);
    return this.bus.consume(subject, group, inService);
  }

  follow(subject: string, handler: EventHandler): Promise<void> {
    return this.bus.follow(subject, this.#inService(handler));
  }

  stop(): Promise<void> {
    return this.bus.stop();
  }

  /** Logged as well, because callers hide unknown errors from clients. */
  #undeclared(subject: string): Error {
    const problem = `${this.service} does not declare that it calls ${subject}: add it to \`calls\` of its definition`;
    runAsService(this.service, () => new Logger('Bus').error(problem));
    return new Error(problem);
  }

  #inService(handler: EventHandler): EventHandler {
    return (message, id) => runAsService(this.service, () => handler(message, id));
  }
}
