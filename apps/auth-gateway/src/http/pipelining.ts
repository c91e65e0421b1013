import type { FastifyInstance } from 'fastify';
import type { Socket } from 'node:net';

/* Browsers and common libraries wait for the answer before they send the next request. */
const MAX_QUEUED = 16;

/**
 * Limits how many answers of a connection may queue. Node keeps them until the client reads: one that only sends would fill
 * the memory with gigabytes. Beyond the limit the connection is closed, which pipelining clients must expect (RFC 9112, 9.3.2).
 */
export function limitPipelining(server: FastifyInstance): void {
  const queued = new WeakMap<Socket, number>();
  server.addHook('onRequest', ({ raw: { socket } }, reply, done) => {
    /* Only the first answer has the socket, so clients that wait for their answers are not counted. */
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
