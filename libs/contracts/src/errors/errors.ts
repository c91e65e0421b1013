import type { Issue, IssueCode } from './issue.js';

/**
 * How a family's client sees a domain error: `{ [key]: text }` with `status`, in every dialect that has such a body.
 * `key` is `error` for errors that the originals' views made and `detail` for those of their framework; any other key
 * names a field (`{"email": ["…"]}`).
 */
export interface ErrorReply {
  readonly status: number;
  readonly key: string;
  /** Words in braces are filled in from the error's details: `The session is {status}`. */
  readonly text: string;
  /** A word for programs beside the text: `{"detail": "…", "code": "token_not_valid"}`. */
  readonly code?: string;
  /** Sent with `WWW-Authenticate`, as the originals' frameworks (not their views) do with a 401. */
  readonly challenge?: boolean;
}

export const errorReply = (
  status: number,
  text: string,
  key = 'error',
  more: Pick<ErrorReply, 'code' | 'challenge'> = {},
): ErrorReply => ({ status, key, text, ...more });

/** The reply's sentence with what the error's details say. */
export const sentenceOfError = ({ text }: ErrorReply, { details }: DomainError): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = details[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : whole;
  });

/** Errors that any operation can end with; every dialect has its own words for them. */
export const platformErrors = {
  VALIDATION_FAILED: 400,
  MALFORMED_BODY: 400,
  NOT_AUTHENTICATED: 401,
  TOKEN_INVALID: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  PAGE_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  IDEMPOTENCY_KEY_IN_FLIGHT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  IDEMPOTENCY_KEY_REUSED: 422,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
} as const;
export type PlatformErrorCode = keyof typeof platformErrors;

export interface ErrorDetails {
  /** What is wrong with which field (VALIDATION_FAILED). */
  readonly issues?: readonly Issue[];
  /** When a retry makes sense (UNAVAILABLE, RATE_LIMITED). */
  readonly retryAfterSeconds?: number;
  readonly [key: string]: unknown;
}

/** An expected failure: a stable code of the contract and details that are safe to show. Travels over both buses. */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.name = 'DomainError';
  }
}

/** The error of one field that a rule of the service refuses: `invalid('to', 'invalid', { text: 'Too late.' })`. */
export const invalid = (field: string, code: IssueCode, params?: Issue['params']): DomainError =>
  new DomainError('VALIDATION_FAILED', { issues: [{ path: [field], code, ...(params && { params }) }] });

/** The row that a look-up found. @throws DomainError NOT_FOUND where it found none. */
export function found<T>(row: T | undefined): T {
  if (row === undefined) throw new DomainError('NOT_FOUND');
  return row;
}
