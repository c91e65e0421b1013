import type { FastifyRequest } from 'fastify';

const NAME = 'bearer';

/**
 * Pages cannot give a WebSocket an Authorization header, and an address is no place for a token: they offer the
 * subprotocols `bearer` and the token, which counts as the header.
 */
export function acceptBearerProtocol({ headers }: FastifyRequest): void {
  const offered = headers['sec-websocket-protocol']?.split(',').map((word) => word.trim()) ?? [];
  if (headers.authorization === undefined && offered[0] === NAME && offered[1] !== undefined)
    headers.authorization = `Bearer ${offered[1]}`;
}

/** The subprotocol that is agreed to; never the token. */
export const bearerProtocol = (offered: ReadonlySet<string>): string | false => offered.has(NAME) && NAME;
