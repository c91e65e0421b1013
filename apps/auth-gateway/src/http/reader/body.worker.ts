import { constants, setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import { DomainError, type ErrorDetails } from '@argus/contracts';
import { type BodyFormat, readAs } from './body-format.js';

export interface BodyTask {
  readonly bytes: Uint8Array;
  readonly format: BodyFormat;
}

export type BodyOutcome =
  { readonly value: unknown } | { readonly code: string; readonly details: ErrorDetails };

export interface BodyThread {
  /** Whether all other threads of the machine come first. */
  readonly yields: boolean;
}

/* On Linux 0 names this thread alone, elsewhere the whole process. */
if ((workerData as BodyThread).yields && process.platform === 'linux')
  setPriority(0, constants.priority.PRIORITY_LOW);

/* Entry of a worker thread: piscina calls the default export with each task. */
export default ({ bytes, format }: BodyTask): BodyOutcome => {
  try {
    return { value: readAs(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), format) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, details: error.details };
  }
};
