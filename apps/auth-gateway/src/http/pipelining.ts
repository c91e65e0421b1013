import type { FastifyInstance } from 'fastify';
import type { Socket } from 'node:net';

/* Browsers and the usual libraries send the next request when they have the answer. */
const MAX_QUEUED = 16;

/**
 * Bounds the answers of a connection that queue behind another one. They are kept until those before them are read: a
 * client that asks on and on and reads nothing would have gigabytes of them kept. It is hung up on, which clients that send
 * ahead have to expect (RFC 9112, 9.3.2).
 */
export function boundPipelining(server: FastifyInstance): void {
  const queued = new WeakMap<Socket, number>();
  server.addHook('onRequest', ({ raw: { socket } }, reply, done) => {
    /* Node gives the connection to the first answer only; whoever waits for answers before asking costs nothing here. */
    if (reply.raw.socket !== null) {
      done();
      return;
    }
    const count = (queued.get(socket) ?? 0) + 1;
    if (count > MAX_QUEUED) {
      reply.hijack();
      socket.destroy();
      return;
    }
    queued.set(socket, count);
    reply.raw.once('close', () => queued.set(socket, queued.get(socket)! - 1));
    done();
  });
}
