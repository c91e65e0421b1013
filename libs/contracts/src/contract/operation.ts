import type { Access } from './access.js';
import type { ErrorReply } from '../errors/errors.js';

export type Type<T> = new () => T;

/** A field of the reply that the gateway sends as a cookie instead of in the body. */
export interface ReplyCookie {
  readonly name: string;
  readonly maxAgeSeconds: number;
  /** Hides the cookie from scripts. Every cookie is `SameSite=Lax; Path=/`, and `Secure` over HTTPS. */
  readonly httpOnly: boolean;
}

export interface HttpBinding {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As documented, e.g. `/api/v1/users/{id}/`. The gateway answers with and without the last slash. */
  readonly path: string;
  /** Status of success; default 200. */
  readonly status?: number;
  /** Largest body accepted; default 256 KiB. */
  readonly bodyLimitBytes?: number;
  /** Cookies of a successful answer, by the name of the reply's field that holds the value. */
  readonly cookies?: Readonly<Record<string, ReplyCookie>>;
  /**
   * The service receives the body as it was sent (RawBody), in one of these media types. `item` describes one element of it, the fields of
   * `headers` the request headers that come with it, named in small letters: what signs or frames the bytes.
   */
  readonly rawBody?: {
    readonly mediaTypes: readonly string[];
    readonly item: Type<unknown>;
    readonly headers?: Type<unknown>;
  };
  /** The answer is sent in pieces: the operation's body is a StreamPosition, its reply a StreamPiece. */
  readonly stream?: {
    readonly mediaTypes: readonly string[];
    /** One element, if the pieces form a JSON array. */
    readonly item?: Type<unknown>;
    /** The answer as JSON, if that is one of the media types and no array. */
    readonly json?: Type<unknown>;
    /** What is answered with 202, if the answer may be made later. */
    readonly later?: Type<unknown>;
  };
  /**
   * The answer never ends: the replies (Followed) are sent as an event stream or, on request, over a WebSocket. They are the same for all
   * who may follow, so the gateway asks once for those at one cursor.
   */
  readonly follow?: 'shared';
  /** The gateway answers without a service: these names, with the paths as absolute URLs for the client. */
  readonly links?: Readonly<Record<string, string>>;
}

/** Rate-limit categories: those of the attendance document, `task-status` for its reads of a task, `refresh`, `liveness` and `sign-up`. */
export type LimitCategory =
  | 'authentication'
  | 'refresh'
  | 'sign-up'
  | 'face-verification'
  | 'liveness'
  | 'reports'
  | 'general'
  | 'task-status';

export type SessionOnly = 'always' | 'privileged';

export interface OperationSpec<P, Q, B, R> {
  readonly summary: string;
  readonly description?: string;
  readonly http?: HttpBinding;
  readonly params?: Type<P>;
  readonly query?: Type<Q>;
  readonly body?: Type<B>;
  /**
   * Who validates the body; default `gateway`. With `service` the handler gets the body as sent, of type unknown, and
   * validates it, to report invalid fields together with errors that only the service can find.
   */
  readonly bodyReadBy?: 'gateway' | 'service';
  /**
   * What becomes of names in a body that its class does not declare; default: they are refused. Only operations of the original APIs,
   * whose clients send more, ignore them.
   */
  readonly undeclared?: 'ignored';
  readonly reply?: Type<R>;
  /** Whether a repeated call would create a second thing. By default true for a POST that answers 201 or 202. */
  readonly creates?: boolean;
  readonly access: Access;
  /**
   * What an API key never may here, whatever its scopes: `always` the operation, `privileged` to give a role above
   * `student` and to change an administrator.
   */
  readonly sessionOnly?: SessionOnly;
  readonly limit?: LimitCategory;
  /**
   * The operation's own error codes. VALIDATION_FAILED and MALFORMED_BODY belong here only if the family's document
   * has one fixed sentence for invalid input of this operation.
   */
  readonly errors?: Readonly<Record<string, ErrorReply>>;
  /** How long the caller waits; default 10 s. */
  readonly timeoutMs?: number;
  /** `<service>.<noun>.<verb>`; default: the contract's name and the operation's key. */
  readonly subject?: string;
}

type Part<K extends string, T> = [T] extends [never] ? unknown : Readonly<Record<K, T>>;
export type Input<P, Q, B> = Part<'params', P> & Part<'query', Q> & Part<'body', B>;

/** An operation as declared by `op`. Its contract adds the subject. */
export interface DeclaredOperation<P = unknown, Q = unknown, B = unknown, R = unknown> extends OperationSpec<
  P,
  Q,
  B,
  R
> {
  /** Exists for the compiler only: the type of the input. */
  readonly inputType?: Input<P, Q, B>;
}

export interface Operation<P = unknown, Q = unknown, B = unknown, R = unknown> extends DeclaredOperation<
  P,
  Q,
  B,
  R
> {
  /** Services call the operation at this subject: `<service>.<noun>.<verb>`, unique. */
  readonly subject: string;
}

/** Declares one operation. Routes, handlers, clients, OpenAPI and generated tests are derived from it. */
export function op<P = never, Q = never, B = never, R = void>(
  spec: OperationSpec<P, Q, B, R> & { readonly bodyReadBy: 'service' },
): DeclaredOperation<NoInfer<P>, NoInfer<Q>, unknown, NoInfer<R>>;
export function op<P = never, Q = never, B = never, R = void>(
  spec: OperationSpec<P, Q, B, R>,
): DeclaredOperation<NoInfer<P>, NoInfer<Q>, NoInfer<B>, NoInfer<R>>;
export function op<P, Q, B, R>(spec: OperationSpec<P, Q, B, R>): DeclaredOperation<P, Q, B, R> {
  return spec;
}

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- an operation of any types */
export type AnyOperation = Operation<any, any, any, any>;

/** Whether an operation creates something; such operations accept an Idempotency-Key. */
export const isCreating = ({ http, creates }: AnyOperation): boolean =>
  http !== undefined && (creates ?? (http.method === 'POST' && (http.status === 201 || http.status === 202)));

export type InputOf<O> = O extends Operation<infer P, infer Q, infer B, infer _R> ? Input<P, Q, B> : never;
export type ReplyOf<O> = O extends Operation<infer _P, infer _Q, infer _B, infer R> ? R : never;
