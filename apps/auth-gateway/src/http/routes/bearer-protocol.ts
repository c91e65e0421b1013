import type { FastifyRequest } from 'fastify';

const NAME = 'bearer';

/**
 * Takes the token from the subprotocols `bearer, <token>` into the Authorization header. A web page cannot set that header on a
 * WebSocket, and a token must not be in a URL.
 */
export function acceptBearerProtocol({ headers }: FastifyRequest): void {
  const offered = headers['sec-websocket-protocol']?.split(',').map((word) => word.trim()) ?? [];
  if (headers.authorization === undefined && offered[0] === NAME && offered[1] !== undefined)
    headers.authorization = `Bearer ${offered[1]}`;
}

/** Returns the agreed subprotocol, never the token. */
export const bearerProtocol = (offered: ReadonlySet<string>): string | false => offered.has(NAME) && NAME;
