import { DomainError } from '../errors/errors.js';

/** The API families; each has its own accounts, token audience and dialect (ADR 13). */
export const families = ['eyetracker', 'techtrack', 'calibration', 'attendance', 'proctorx'] as const;
export type Family = (typeof families)[number];

/** The authenticated caller, as proven by the gateway. */
export interface Principal {
  readonly family: Family;
  readonly accountId: number;
  readonly username: string;
  readonly role: string;
  /** The session of an access token, or the id of an API key: what a revocation names. */
  readonly sessionId: string;
  /** What an API key may be used for; absent where the caller has a session, which may do all that its account may. */
  readonly scopes?: readonly string[];
}

/** What travels beside an operation's input on every hop. */
export interface CallContext {
  readonly requestId: string;
  /** Epoch milliseconds after which nobody waits for the answer any more. */
  readonly deadline: number;
  readonly principal?: Principal;
  /** W3C trace context. */
  readonly traceparent?: string;
  /** Address of the client as the gateway saw it (trusted proxies resolved). */
  readonly clientAddress?: string;
  readonly userAgent?: string;
  /** The client's name for this creation; a repetition under the same name makes nothing new. */
  readonly idempotencyKey?: string;
}

/** Who calls; the gateway has proven it. @throws DomainError NOT_AUTHENTICATED where nobody has logged in. */
export function callerOf({ principal }: Pick<CallContext, 'principal'>): Principal {
  if (!principal) throw new DomainError('NOT_AUTHENTICATED');
  return principal;
}
