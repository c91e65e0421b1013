import type { IncomingMessage } from 'node:http';
import type { Contract } from '@argus/contracts';

/**
 * Returns whether a request may become a WebSocket, which only feeds may. Elsewhere the Upgrade header is ignored
 * (RFC 9110, 7.8); clients that always offer `h2c` rely on that.
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
