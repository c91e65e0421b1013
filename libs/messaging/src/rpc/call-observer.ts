import type { AnyOperation, CallContext } from '@argus/contracts';

/** Sees every call that a service answers; for logs and metrics. Must not throw. */
export interface CallObserver {
  /** An unexpected error; the caller sees only INTERNAL. */
  failed?(error: unknown, operation: AnyOperation, context: CallContext): void;
  /** `code` is OK or the code that was answered. */
  answered?(operation: AnyOperation, code: string, durationMs: number, context: CallContext): void;
}
