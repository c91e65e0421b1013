import type { IncomingMessage } from 'node:http';
import type { Contract } from '@argus/contracts';

/**
 * Whether a request may become a WebSocket: where something is followed, and nowhere else. Elsewhere the wish is ignored and
 * the request answered as any other (RFC 9110, 7.8): clients that offer `h2c` with whatever they ask rely on it.
 */
export function upgradable(contracts: readonly Contract[]): (request: IncomingMessage) => boolean {
  const followed = contracts
    .flatMap(({ operations }) => Object.values(operations))
    .flatMap(({ http }) =>
      http?.follow ? [http.path.replace(/\/$/, '').replaceAll(/\{\w+\}/g, '[^/]+')] : [],
    );
  const path = new RegExp(`^(?:${followed.join('|')})/?(?:\\?|$)`);
  return ({ method, url = '', headers }) =>
    followed.length > 0 &&
    method === 'GET' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    path.test(url);
}
