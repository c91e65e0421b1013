import type { AnyOperation, CallContext } from '@argus/contracts';
import { type Bus, type CallGuard, type CallObserver, serveOperation } from '@argus/messaging';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom, throwIfEmpty } from 'rxjs';
import type { HandlerExtras } from '../bindings/handles.js';

/**
 * Serves Nest's controllers on a bus. Nest finds the handlers and puts guards, pipes, interceptors and filters around
 * them; the bus brings validated input, context, deadline and the codes of errors.
 */
export class BusTransport extends Server implements CustomTransportStrategy {
  private stopped: Promise<void> | undefined;

  constructor(
    private readonly bus: Bus,
    /** Queue group of its operations. */
    private readonly service: string,
    private readonly observer: CallObserver,
    private readonly guard?: CallGuard,
  ) {
    super();
  }

  /** Throws for a second handler of a subject, which Nest would let replace the first. */
  override addHandler(
    pattern: string,
    handler: MessageHandler,
    isEventHandler = false,
    extras: Partial<HandlerExtras> = {},
  ): void {
    const first = this.messageHandlers.get(pattern);
    if (first)
      throw new Error(
        `${pattern} has two handlers, ${placeOf(first.extras)} and ${placeOf(extras)}: only one would be called`,
      );
    super.addHandler(pattern, handler, isEventHandler, extras);
  }

  listen(callback: (error?: unknown) => void): void {
    this.serve().then(() => callback(), callback);
  }

  /** Waits for the calls and events in flight, then leaves the bus. */
  close(): Promise<void> {
    return (this.stopped ??= this.bus.stop());
  }

  on(event: string): never {
    throw new Error(`The bus tells its observer, there is no event ${event} to listen to`);
  }

  unwrap<T>(): T {
    return this.bus as T;
  }

  private async serve(): Promise<void> {
    for (const [subject, handler] of this.messageHandlers)
      await serveOperation(
        this.bus,
        operationOf(subject, handler),
        this.service,
        (input, context) => valueOf(subject, handler, input, context),
        this.observer,
        this.guard,
      );
  }
}

function operationOf(subject: string, { extras, isEventHandler }: MessageHandler): AnyOperation {
  const { operations = [] } = (extras ?? {}) as Partial<HandlerExtras>;
  const operation = operations.find((one) => one.subject === subject);
  if (!operation || isEventHandler)
    throw new Error(`${subject} is no operation of a contract: use @Handles, @Consumes or @Follows`);
  return operation;
}

const placeOf = ({ place = 'one without @Handles' }: Partial<HandlerExtras> = {}): string => place;

/** Nest returns an observable where an interceptor is in between, else the handler's own value. */
async function valueOf(
  subject: string,
  handler: MessageHandler,
  input: object,
  context: CallContext,
): Promise<unknown> {
  const result: unknown = await handler(input, context);
  if (!isObservable(result)) return result;
  const replies = result.pipe(
    throwIfEmpty(() => new Error(`An interceptor of ${subject} completed without a reply`)),
  );
  return lastValueFrom(replies);
}
