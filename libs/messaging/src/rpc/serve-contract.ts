import {
  type AnyOperation,
  type CallContext,
  type Contract,
  DomainError,
  type Handlers,
  parse,
} from '@argus/contracts';
import type { Bus, Message } from '../bus.js';
import { decode, encode } from '../codec.js';
import { newContext, runInContext } from './call-context.js';
import type { CallObserver } from './call-observer.js';
import { contextOf } from './context-headers.js';
import { failureReply, successReply } from './reply.js';
import { openSpan } from './trace.js';

export type OperationHandler = (input: object, context: CallContext) => Promise<unknown>;

/** A call as the service received it. */
export interface ReceivedCall {
  readonly operation: AnyOperation;
  readonly context: CallContext;
  /** The input, encoded. */
  readonly payload: Uint8Array;
}

/** Wraps every handler. Calls it and returns its encoded reply, or returns another reply. */
export type CallGuard = (call: ReceivedCall, handle: () => Promise<Uint8Array>) => Promise<Uint8Array>;

const noGuard: CallGuard = (_, handle) => handle();

/** Serves every operation of the contract with the controller's method of the same name. */
export async function serveContract<C extends Contract>(
  bus: Bus,
  contract: C,
  controller: Handlers<C>,
  observer?: CallObserver,
  guard?: CallGuard,
): Promise<void> {
  for (const [name, operation] of Object.entries(contract.operations)) {
    const handler: OperationHandler = (input, context) =>
      controller[name as keyof Handlers<C>](input as never, context);
    await serveOperation(bus, operation, contract.service, handler, observer, guard);
  }
}

/** Serves one operation as a member of the queue group. */
export function serveOperation(
  bus: Bus,
  operation: AnyOperation,
  group: string,
  handler: OperationHandler,
  observer: CallObserver = {},
  guard: CallGuard = noGuard,
): Promise<void> {
  return bus.serve(operation.subject, group, (message) =>
    answer(bus, operation, handler, message, observer, guard),
  );
}

async function answer(
  bus: Bus,
  operation: AnyOperation,
  handler: OperationHandler,
  message: Message,
  observer: CallObserver,
  guard: CallGuard,
): Promise<Message> {
  const startedAt = performance.now();
  const received = contextOf(message.headers) ?? newContext(operation.timeoutMs);
  const span = openSpan('server', operation.subject, bus.system, received.traceparent);
  const { traceparent } = span;
  /* The key belongs to this call only, not to calls that its handler makes. */
  const { idempotencyKey: _, ...own } = received;
  const context = traceparent === undefined ? own : { ...own, traceparent };

  const call = { operation, context: received, payload: message.payload };
  const guarded = (handle: () => Promise<Uint8Array>) => guard(call, handle);
  const { reply, code } = await span.run(() =>
    runInContext(context, () => run(operation, handler, message, context, observer, guarded)),
  );
  span.end(code);
  observer.answered?.(operation, code, performance.now() - startedAt, context);
  return reply;
}

async function run(
  operation: AnyOperation,
  handler: OperationHandler,
  message: Message,
  context: CallContext,
  observer: CallObserver,
  guarded: (handle: () => Promise<Uint8Array>) => Promise<Uint8Array>,
): Promise<{ reply: Message; code: string }> {
  try {
    // After the deadline nobody waits for the answer, so the work would only delay other calls.
    if (context.deadline <= Date.now()) throw new DomainError('DEADLINE_EXCEEDED');
    const input = readInput(operation, decode(message.payload));
    return {
      reply: successReply(await guarded(async () => encode(await handler(input, context)))),
      code: 'OK',
    };
  } catch (error) {
    if (error instanceof DomainError)
      return { reply: failureReply(error.code, error.details), code: error.code };
    observer.failed?.(error, operation, context);
    return { reply: failureReply('INTERNAL'), code: 'INTERNAL' };
  }
}

/** Returns the declared parts of an operation's input as instances of their classes. Throws VALIDATION_FAILED. */
function readInput(operation: AnyOperation, input: unknown): object {
  const parts = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
  const { params, query, body, bodyReadBy } = operation;
  const read: Record<string, unknown> = {};
  if (params) read.params = parse<unknown>(params, parts.params);
  /* A caller of the former version may know of no query. */
  if (query) read.query = parse<unknown>(query, parts.query ?? {});
  if (body) read.body = bodyReadBy === 'service' ? parts.body : parse<unknown>(body, parts.body);
  return read;
}
