import { DomainError } from '@argus/contracts';
import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { letFlow } from './body-flow.js';

/* After this time a body must have come at this rate on average: a phone's uplink is a hundred times faster. */
const PATIENCE_MS = 10_000;
const MIN_BYTES_PER_MS = 4;
const CHECK_MS = 2_000;
const SMALL_BYTES = 64 * 1024;

/**
 * Returns the bytes of a body. Throws PAYLOAD_TOO_LARGE beyond the limit, MALFORMED_BODY if it is cut off, and UNAVAILABLE if it comes
 * so slowly that it only takes up room.
 */
export function readBody(
  { headers, raw }: FastifyRequest,
  payload: Readable,
  limit: number,
): Promise<Buffer> {
  const declared = headers['content-length'] === undefined ? undefined : Number(headers['content-length']);
  if (declared !== undefined && declared > limit) throw new DomainError('PAYLOAD_TOO_LARGE');
  const isSmall = declared !== undefined && declared <= SMALL_BYTES;
  const collected = isSmall || declared === undefined ? new Chunks() : new Filled(declared);
  const startedAtMs = Date.now();
  let length = 0;
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const fail = (error: Error): void => {
      clearInterval(timer);
      /* What still comes is read and dropped. */
      payload.removeListener('data', take);
      if (isSmall) payload.resume();
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > limit) fail(new DomainError('PAYLOAD_TOO_LARGE'));
      else collected.add(chunk);
    };
    const endIfSlow = (): void => {
      const lateMs = Date.now() - startedAtMs - PATIENCE_MS;
      if (lateMs <= 0 || length >= lateMs * MIN_BYTES_PER_MS) return;
      fail(new DomainError('UNAVAILABLE', { retryAfterSeconds: 1 }));
      setTimeout(() => raw.destroy(), CHECK_MS).unref();
    };
    /* Small bodies have the time that every request has. */
    if (!isSmall) timer = setInterval(endIfSlow, CHECK_MS).unref();
    payload.on('data', take);
    if (!isSmall) letFlow(payload);
    payload.once('error', (cause) =>
      fail(new DomainError('MALFORMED_BODY', { reason: 'The request was broken off.' }, { cause })),
    );
    payload.once('end', () => {
      clearInterval(timer);
      if (declared === undefined || declared === length) resolve(collected.whole());
      else
        fail(
          new DomainError('MALFORMED_BODY', { reason: 'The body is not as long as Content-Length says.' }),
        );
    });
  });
}

/** The parts of a body of unknown or small length. */
class Chunks {
  private readonly chunks: Buffer[] = [];

  add(chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  whole(): Buffer {
    return this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
  }
}

/** One piece of memory, which the system backs only as it is filled. */
class Filled {
  private readonly bytes: Buffer;
  private at = 0;

  constructor(length: number) {
    this.bytes = Buffer.allocUnsafeSlow(length);
  }

  add(chunk: Buffer): void {
    this.at += chunk.copy(this.bytes, this.at);
  }

  whole(): Buffer {
    return this.bytes;
  }
}
