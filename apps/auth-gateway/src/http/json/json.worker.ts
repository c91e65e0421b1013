import { DomainError, type ErrorDetails, type JsonBounds, readJsonBody } from '@argus/contracts';

export interface JsonTask {
  readonly bytes: Uint8Array;
  readonly bounds: JsonBounds | undefined;
}

export type JsonOutcome =
  { readonly value: unknown } | { readonly code: string; readonly details: ErrorDetails };

/* Entry of a worker thread: piscina calls the default export with each task. */
export default ({ bytes, bounds }: JsonTask): JsonOutcome => {
  try {
    return { value: readJsonBody(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), bounds) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, details: error.details };
  }
};
