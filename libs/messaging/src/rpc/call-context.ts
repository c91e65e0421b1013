import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { CallContext } from '@argus/contracts';

const storage = new AsyncLocalStorage<CallContext>();

/** How long a call without an operation's own limit may take (the gateway's budget). */
export const defaultTimeoutMs = 10_000;

/** The call that the running code serves; undefined outside of one. */
export const currentContext = (): CallContext | undefined => storage.getStore();

export const runInContext = <T>(context: CallContext, work: () => T): T => storage.run(context, work);

/** Context of work that starts by itself rather than by a request: timers, jobs, the start of a service. */
export const newContext = (timeoutMs = defaultTimeoutMs): CallContext => ({
  requestId: randomUUID(),
  deadline: Date.now() + timeoutMs,
});
