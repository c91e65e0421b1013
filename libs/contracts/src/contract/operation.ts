import type { Access } from './access.js';
import type { ErrorReply } from '../errors/errors.js';

export type Type<T> = new () => T;

/** A field of the reply that goes to the client as a cookie instead of in the body. */
export interface ReplyCookie {
  readonly name: string;
  readonly maxAgeSeconds: number;
  /** Kept from scripts of a page. Every cookie is `SameSite=Lax; Path=/`, and `Secure` over HTTPS. */
  readonly httpOnly: boolean;
}

export interface HttpBinding {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As documented, e.g. `/api/v1/users/{id}/`; the gateway answers both slash forms. */
  readonly path: string;
  /** Status of success; 200 unless stated. */
  readonly status?: number;
  /** Largest body accepted; 256 KiB unless stated. */
  readonly bodyLimitBytes?: number;
  /** Cookies of a successful answer, by the name of the reply's field that holds the value. */
  readonly cookies?: Readonly<Record<string, ReplyCookie>>;
  /**
   * The body goes to the service as it was sent (RawBody), in these media types; what it holds many of is described by
   * `item`.
   */
  readonly rawBody?: { readonly mediaTypes: readonly string[]; readonly item: Type<unknown> };
  /** The answer comes in pieces: the operation takes a StreamPosition as its body and replies a StreamPiece. */
  readonly stream?: {
    readonly mediaTypes: readonly string[];
    /** What the array holds, where the pieces make one in JSON. */
    readonly item?: Type<unknown>;
  };
  /** The answer never ends: an event stream or, on request, a WebSocket of what the operation replies (Followed). */
  readonly follow?: boolean;
  /** Answered by the edge alone: names and paths, which it makes absolute for the client's address. */
  readonly links?: Readonly<Record<string, string>>;
}

/** Rate-limit categories, after the attendance document. */
export type LimitCategory = 'authentication' | 'face-verification' | 'reports' | 'general';

export interface OperationSpec<P, Q, B, R> {
  readonly summary: string;
  readonly description?: string;
  readonly http?: HttpBinding;
  readonly params?: Type<P>;
  readonly query?: Type<Q>;
  readonly body?: Type<B>;
  /**
   * Who reads the body: `service` where what only it can check is reported together with errors of form. Its handler
   * then gets the body as sent and reads it itself; the edge unless stated.
   */
  readonly bodyReadBy?: 'edge' | 'service';
  readonly reply?: Type<R>;
  /** Whether a success makes something that a repetition would make twice; a POST answering 201 or 202 unless stated. */
  readonly creates?: boolean;
  readonly access: Access;
  readonly limit?: LimitCategory;
  /**
   * The operation's own codes. VALIDATION_FAILED and MALFORMED_BODY may stand here too, where the family's document
   * answers bad input of this operation with one sentence instead of the dialect's.
   */
  readonly errors?: Readonly<Record<string, ErrorReply>>;
  /** How long the caller waits; the budget of design §5 unless stated. */
  readonly timeoutMs?: number;
  /** `<service>.<noun>.<verb>`, where it is not the contract's name and the operation's key. */
  readonly subject?: string;
}

type Part<K extends string, T> = [T] extends [never] ? unknown : Readonly<Record<K, T>>;
export type Input<P, Q, B> = Part<'params', P> & Part<'query', Q> & Part<'body', B>;

/** An operation as `op` declares it; its contract gives it a subject. */
export interface DeclaredOperation<P = unknown, Q = unknown, B = unknown, R = unknown> extends OperationSpec<
  P,
  Q,
  B,
  R
> {
  /** Compile-time only: carries the type of the input. */
  readonly inputType?: Input<P, Q, B>;
}

export interface Operation<P = unknown, Q = unknown, B = unknown, R = unknown> extends DeclaredOperation<
  P,
  Q,
  B,
  R
> {
  /** Where services call it: `<service>.<noun>.<verb>`, unique. */
  readonly subject: string;
}

/** Declares one operation; gateway, service, client, OpenAPI and generated tests are all made from it. */
export function op<P = never, Q = never, B = never, R = void>(
  spec: OperationSpec<P, Q, B, R>,
): DeclaredOperation<NoInfer<P>, NoInfer<Q>, NoInfer<B>, NoInfer<R>> {
  return spec;
}

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- an operation of whatever types */
export type AnyOperation = Operation<any, any, any, any>;

/** Creating operations take an Idempotency-Key. */
export const isCreating = ({ http, creates }: AnyOperation): boolean =>
  http !== undefined && (creates ?? (http.method === 'POST' && (http.status === 201 || http.status === 202)));

export type InputOf<O> = O extends Operation<infer P, infer Q, infer B, infer _R> ? Input<P, Q, B> : never;
export type ReplyOf<O> = O extends Operation<infer _P, infer _Q, infer _B, infer R> ? R : never;
