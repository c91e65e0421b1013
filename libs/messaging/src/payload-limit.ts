import { DomainError } from '@argus/contracts';
import type { Message } from './bus.js';

/** What the platform's brokers are set up for: a request of 24 MB with room around it. */
export const defaultMaxPayloadBytes = 32 * 1024 * 1024;

/** Size as NATS counts it: payload plus the header block `NATS/1.0\r\n(key: value\r\n)*\r\n`. */
function sizeBytes({ payload, headers }: Message): number {
  let size = payload.byteLength + 12;
  for (const key in headers) size += key.length + (headers[key]?.length ?? 0) + 4;
  return size;
}

/** Throws PAYLOAD_TOO_LARGE for a message that the broker would close the connection on. */
export function assertFits(message: Message, limitBytes: number): void {
  if (sizeBytes(message) > limitBytes) throw new DomainError('PAYLOAD_TOO_LARGE', { limitBytes });
}
