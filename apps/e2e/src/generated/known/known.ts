import type { KnownValues } from '@argus/testing/generated';

/** Names and ids that exist for the caller, so that made-up input gets past 404. */
export interface Known {
  /** By field name in body or query. */
  readonly fields: KnownValues;
  /** By the name of a path parameter. */
  readonly params: Readonly<Record<string, readonly string[]>>;
  /** The refusal that shows that an operation was reached, where no test can make what its success takes. */
  readonly reaches?: number;
}

/** Sends a request as the caller and returns the body of the answer. Throws unless the status is below 300. */
export type Ask = (method: string, path: string, body?: unknown) => Promise<unknown>;
