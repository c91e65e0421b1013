import {
  type AnyOperation,
  type CallContext,
  DomainError,
  type InputOf,
  type ReplyOf,
} from '@argus/contracts';
import type { Bus } from '../bus.js';
import { encode } from '../codec.js';
import { currentContext, defaultTimeoutMs, newContext } from './call-context.js';
import { headersOf } from './context-headers.js';
import { readReply } from './reply.js';
import { openSpan } from './trace.js';

/** Calls operations of any service over the bus. */
export class RpcClient {
  /** Only the gateway speaks for clients. Calls of other services name no client, as nobody could verify whom they name. */
  constructor(
    private readonly bus: Bus,
    private readonly speaksForClients = true,
  ) {}

  /**
   * Returns the reply. Waits as long as the operation declares, but never beyond the context's deadline. Throws the
   * DomainError that the service answered with, or UNAVAILABLE, DEADLINE_EXCEEDED, PAYLOAD_TOO_LARGE or INTERNAL.
   */
  async call<O extends AnyOperation>(
    operation: O,
    input: InputOf<O>,
    context: CallContext = currentContext() ?? newContext(operation.timeoutMs),
  ): Promise<ReplyOf<O>> {
    const { subject, timeoutMs = defaultTimeoutMs } = operation;
    const now = Date.now();
    const deadline = Math.min(context.deadline, now + timeoutMs);
    if (deadline <= now) throw new DomainError('DEADLINE_EXCEEDED');

    const span = openSpan('client', subject, this.bus.system, context.traceparent);
    const { traceparent } = span;
    const { principal: _, ...anonymous } = context;
    const told = this.speaksForClients ? context : anonymous;
    const headers = headersOf({ ...told, deadline, ...(traceparent !== undefined && { traceparent }) });
    let code = 'INTERNAL';
    try {
      const message = { payload: encode(input), headers };
      const reply = readReply(await span.run(() => this.bus.request(subject, message, deadline - now)));
      code = 'OK';
      return reply as ReplyOf<O>;
    } catch (error) {
      if (error instanceof DomainError) code = error.code;
      throw error;
    } finally {
      span.end(code);
    }
  }
}
