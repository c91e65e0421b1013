import type { FastifyInstance } from 'fastify';
import type { Socket } from 'node:net';

/* Browsers and the usual libraries send the next request when they have the answer. */
const MOST_UNANSWERED = 16;

/**
 * Bounds the requests of a connection that wait for their answers. Those are kept until the ones before them are read: a
 * client that asks on and on and reads nothing would have gigabytes of them kept. It is hung up on, which clients that send
 * ahead have to expect (RFC 9112, 9.3.2).
 */
export function boundPipelining(server: FastifyInstance): void {
  const unanswered = new WeakMap<Socket, number>();
  server.addHook('onRequest', ({ raw: { socket } }, reply, done) => {
    const count = (unanswered.get(socket) ?? 0) + 1;
    if (count > MOST_UNANSWERED) {
      reply.hijack();
      socket.destroy();
      return;
    }
    unanswered.set(socket, count);
    reply.raw.once('close', () => unanswered.set(socket, unanswered.get(socket)! - 1));
    done();
  });
}
