import type { AnyOperation, CallContext } from '@argus/contracts';

/** Is told of every call that a service answers, for logs and metrics. Must not throw. */
export interface CallObserver {
  /** The handler failed with an unexpected error. The caller sees only INTERNAL. */
  failed?(error: unknown, operation: AnyOperation, context: CallContext): void;
  /** The call was answered. `code` is OK or the error's code. */
  answered?(operation: AnyOperation, code: string, durationMs: number, context: CallContext): void;
}
