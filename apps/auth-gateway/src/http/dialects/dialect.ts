import type { AnyOperation, DomainError, Page } from '@argus/contracts';

/** Status, headers and body of one answer. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer to a failure. */
export interface ErrorAnswer extends Answer {
  /** What the client is told in X-Error-Code: the operation's code or the platform's. */
  readonly code: string;
}

/** The parts of a request that an answer depends on. */
export interface RequestFacts {
  readonly method: string;
  readonly requestId: string;
  /** The absolute URL that the client used, for links. */
  readonly url: URL;
}

/** How one family words errors, pages and metadata. Services only throw codes and know no dialect. */
export interface Dialect {
  /** Methods in the order of `Allow`, with HEAD and OPTIONS if the family answers them. */
  readonly methods: readonly string[];
  /** True if the family honours `?format=`; an unsupported format is a 404. */
  readonly hasFormats: boolean;
  error(error: DomainError, request: RequestFacts, operation?: AnyOperation): ErrorAnswer;
  page(
    page: Page<unknown>,
    query: { readonly page: number; readonly page_size: number },
    request: RequestFacts,
  ): unknown;
  /** Returns the answer to OPTIONS. Called only if `methods` has OPTIONS. */
  options(operations: readonly AnyOperation[], resource: Resource): Answer;
}

/** One path and its methods. */
export interface Resource {
  /** As documented, e.g. `/api/equipment/{id}/`. */
  readonly path: string;
  /** Heading in the API documents. */
  readonly tag: string;
  readonly allowed: readonly string[];
}
