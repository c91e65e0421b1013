import type { AnyOperation, DomainError, Page } from '@argus/contracts';

/** What is said to the client: status, headers and body of one answer. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The request at hand, as far as an answer depends on it. */
export interface Asked {
  readonly method: string;
  readonly requestId: string;
  /** Absolute address that the client used, for links. */
  readonly url: URL;
}

/** How one family speaks: bodies of errors, pages and metadata. Services know none of it, they throw codes. */
export interface Dialect {
  error(error: DomainError, asked: Asked, operation?: AnyOperation): Answer;
  /** 405 of a known path; `allowed` are its methods. */
  wrongMethod(asked: Asked, allowed: readonly string[]): Answer;
  page(
    page: Page<unknown>,
    query: { readonly page: number; readonly page_size: number },
    asked: Asked,
  ): unknown;
  /** Answer to OPTIONS. */
  options(operations: readonly AnyOperation[], allowed: readonly string[]): Answer;
}
