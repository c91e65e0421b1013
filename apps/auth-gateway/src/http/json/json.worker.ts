import { constants, setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import { DomainError, type ErrorDetails, type JsonBounds, readJsonBody } from '@argus/contracts';

export interface JsonTask {
  readonly bytes: Uint8Array;
  readonly bounds: JsonBounds | undefined;
}

export type JsonOutcome =
  { readonly value: unknown } | { readonly code: string; readonly details: ErrorDetails };

export interface JsonThread {
  /** Whether all other threads of the machine come first. */
  readonly yields: boolean;
}

/* On Linux 0 names this thread alone, elsewhere the whole process. */
if ((workerData as JsonThread).yields && process.platform === 'linux')
  setPriority(0, constants.priority.PRIORITY_LOW);

/* Entry of a worker thread: piscina calls the default export with each task. */
export default ({ bytes, bounds }: JsonTask): JsonOutcome => {
  try {
    return { value: readJsonBody(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), bounds) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, details: error.details };
  }
};
