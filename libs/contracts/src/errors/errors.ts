import type { Issue, IssueCode } from './issue.js';

/**
 * A domain error as the client sees it: `{ [key]: text }` with `status`, in every dialect with such a body. In the
 * original APIs, views used the key `error` and the framework `detail`. Any other key names a field (`{"email": ["…"]}`).
 */
export interface ErrorReply {
  readonly status: number;
  readonly key: string;
  /** Names in braces are replaced by the error's details: `The session is {status}`. */
  readonly text: string;
  /** A machine-readable code beside the text: `{"detail": "…", "code": "token_not_valid"}`. */
  readonly code?: string;
  /** Sends `WWW-Authenticate`. In the original APIs, frameworks did this with a 401; views did not. */
  readonly challenge?: boolean;
}

export const errorReply = (
  status: number,
  text: string,
  key = 'error',
  more: Pick<ErrorReply, 'code' | 'challenge'> = {},
): ErrorReply => ({ status, key, text, ...more });

/** Returns the reply's sentence with the error's details filled in. */
export const sentenceOfError = ({ text }: ErrorReply, { details }: DomainError): string =>
  text.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = details[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : placeholder;
  });

/** Codes and HTTP statuses of the errors of every operation. Each dialect words them itself. */
export const platformErrors = {
  VALIDATION_FAILED: 400,
  MALFORMED_BODY: 400,
  UNKNOWN_PARAMETER: 400,
  NOT_AUTHENTICATED: 401,
  TOKEN_INVALID: 401,
  PERMISSION_DENIED: 403,
  SESSION_REQUIRED: 403,
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
  /** Invalid fields and why they are invalid (VALIDATION_FAILED). */
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

/** Returns VALIDATION_FAILED for one field that breaks a rule: `invalid('to', 'invalid', { text: 'Too late.' })`. */
export const invalid = (field: string, code: IssueCode, params?: Issue['params']): DomainError =>
  new DomainError('VALIDATION_FAILED', { issues: [{ path: [field], code, ...(params && { params }) }] });

/** Returns the row of a look-up. @throws DomainError NOT_FOUND if there is no row. */
export function found<T>(row: T | undefined | null): T {
  if (row === undefined || row === null) throw new DomainError('NOT_FOUND');
  return row;
}
