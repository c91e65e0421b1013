import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DomainError, type RawBody, UNPACKED_BATCH_LIMIT_BYTES } from '@argus/contracts';
import { malformed } from './malformed.js';

const PIECE_BYTES = 64 * 1024;

/** Yields the bytes of a body in pieces, decompressed. Throws PAYLOAD_TOO_LARGE, or MALFORMED_BODY if the gzip is damaged. */
export async function* unpack({ content, encoding }: RawBody): AsyncGenerator<Buffer> {
  const pieces = Readable.from(slices(content));
  let left = UNPACKED_BATCH_LIMIT_BYTES;
  try {
    for await (const piece of encoding === 'gzip' ? pieces.pipe(createGunzip()) : pieces) {
      left -= (piece as Buffer).length;
      if (left < 0) throw new DomainError('PAYLOAD_TOO_LARGE', { limitBytes: UNPACKED_BATCH_LIMIT_BYTES });
      yield piece as Buffer;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('Z_')) throw error;
    throw malformed('The gzip stream is damaged or cut off.', error);
  }
}

function* slices(content: Uint8Array): Generator<Buffer> {
  const all = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  for (let start = 0; start < all.length; start += PIECE_BYTES)
    yield all.subarray(start, start + PIECE_BYTES);
}
