import { Readable } from 'node:stream';
import type { StreamPiece } from '@argus/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Fetches the piece that follows a state. */
export type NextPiece = (state: Uint8Array) => Promise<StreamPiece>;

/**
 * Sends an answer piece by piece. It fetches the next piece after the client took the last, so memory holds only one. A failure
 * breaks the connection, so that no client takes a part for the whole.
 */
export function sendStream(
  first: StreamPiece,
  next: NextPiece,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  void reply.header('content-type', first.media_type);
  if (first.status !== undefined) void reply.code(first.status);
  if (first.filename !== undefined)
    void reply.header('content-disposition', `attachment; filename="${first.filename}"`);
  if (request.method === 'HEAD') return reply.send();
  if (first.next === undefined) return reply.send(viewOf(first.bytes));
  return reply.send(Readable.from(piecesFrom(first, next), { objectMode: false, highWaterMark: 1 }));
}

async function* piecesFrom(first: StreamPiece, next: NextPiece): AsyncGenerator<Buffer> {
  for (let piece = first; ; piece = await next(piece.next)) {
    if (piece.bytes.length > 0) yield viewOf(piece.bytes);
    if (piece.next === undefined) return;
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
