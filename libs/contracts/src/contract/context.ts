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
  /** The session of an access token, or the id of an API key. Revocations name this id. */
  readonly sessionId: string;
  /** Scopes of an API key. Absent for a session, which may do all that its account may. */
  readonly scopes?: readonly string[];
  /** The only camera that an API key speaks for. Absent where it is bound to none. */
  readonly cameraId?: string;
}

/** Metadata of a call, sent with the operation's input on every hop. */
export interface CallContext {
  readonly requestId: string;
  /** Epoch milliseconds. Nobody waits for the answer after it. */
  readonly deadline: number;
  readonly principal?: Principal;
  /** W3C trace context. */
  readonly traceparent?: string;
  /** Address of the client as the gateway saw it (trusted proxies resolved). */
  readonly clientAddress?: string;
  readonly userAgent?: string;
  /** Hash of the secret by which a caller without a token is known again. */
  readonly guest?: string;
  /** The client's `Idempotency-Key`. A repeated creation with the same key creates nothing new. */
  readonly idempotencyKey?: string;
}

/** Returns the authenticated caller. @throws DomainError NOT_AUTHENTICATED for a call without a principal. */
export function callerOf({ principal }: Pick<CallContext, 'principal'>): Principal {
  if (!principal) throw new DomainError('NOT_AUTHENTICATED');
  return principal;
}
