import type { KnownValues } from '@argus/testing';

/** What exists for the caller: made-up input that names it gets past "no such thing". */
export interface Known {
  /** By the name of a field in body or query. */
  readonly fields: KnownValues;
  /** By the name of a path parameter. */
  readonly params: Readonly<Record<string, readonly string[]>>;
}

/** Sends a request as the caller and answers the body; throws unless it was taken. */
export type Ask = (method: string, path: string, body?: unknown) => Promise<unknown>;
