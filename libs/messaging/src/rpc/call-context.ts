import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { CallContext } from '@argus/contracts';

const storage = new AsyncLocalStorage<CallContext>();

/** Time limit of a call if its operation declares none; the gateway's budget. */
export const defaultTimeoutMs = 10_000;

/** Returns the context of the call that the running code serves; undefined outside a call. */
export const currentContext = (): CallContext | undefined => storage.getStore();

export const runInContext = <T>(context: CallContext, work: () => T): T => storage.run(context, work);

/** Returns a context for work without a request: timers, jobs, the start of a service. */
export const newContext = (timeoutMs = defaultTimeoutMs): CallContext => ({
  requestId: randomUUID(),
  deadline: Date.now() + timeoutMs,
});
