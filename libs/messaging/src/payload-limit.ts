import { DomainError } from '@argus/contracts';
import type { Message } from './bus.js';

/** Limit of the platform's brokers: a request of 24 MB and some room. */
export const defaultMaxPayloadBytes = 32 * 1024 * 1024;

/** Returns at least the size as NATS counts it: payload plus the header block `NATS/1.0\r\n(key: value\r\n)*\r\n`. All headers travel as one. */
function sizeBytes({ payload, headers }: Message): number {
  let size = payload.byteLength + 17;
  for (const key in headers) size += key.length + (headers[key]?.length ?? 0) + 2;
  return size;
}

/** Throws PAYLOAD_TOO_LARGE above the limit, because the broker would close the connection on such a message. */
export function assertFits(message: Message, limitBytes: number): void {
  if (sizeBytes(message) > limitBytes) throw new DomainError('PAYLOAD_TOO_LARGE', { limitBytes });
}
