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
  /** Methods in the order that `Allow` names them; HEAD and OPTIONS are in it where the family answers them. */
  readonly methods: readonly string[];
  /** True where `?format=` chooses the representation: one that there is none of is not found. */
  readonly hasFormats: boolean;
  error(error: DomainError, asked: Asked, operation?: AnyOperation): Answer;
  page(
    page: Page<unknown>,
    query: { readonly page: number; readonly page_size: number },
    asked: Asked,
  ): unknown;
  /** Answer to OPTIONS; `path` is the template of the resource. Only where `methods` has OPTIONS. */
  options(operations: readonly AnyOperation[], resource: Resource): Answer;
}

/** All that answers at one path. */
export interface Resource {
  /** As documented, e.g. `/api/equipment/{id}/`. */
  readonly path: string;
  /** Heading in the API documents. */
  readonly tag: string;
  readonly allowed: readonly string[];
}
