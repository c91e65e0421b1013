import { addressPrefix } from '@argus/contracts';
import ipaddr from 'ipaddr.js';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Closes connections beyond the limit of their address (IPv6: /64). A proxy's connections are its clients', which it bounds itself.
 */
export function limitConnections(
  server: Server,
  perAddress: number,
  trustedProxies: readonly string[],
  refused: () => void,
): void {
  const open = new Map<string, number>();
  const proxies = trustedProxies.map(rangeOf);
  server.on('connection', (socket: Socket) => {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined || proxies.some((range) => isWithin(remoteAddress, range))) return;
    const key = addressPrefix(remoteAddress);
    const count = (open.get(key) ?? 0) + 1;
    if (count > perAddress) {
      refused();
      socket.destroy();
      return;
    }
    open.set(key, count);
    socket.once('close', () => {
      const left = open.get(key)! - 1;
      if (left > 0) open.set(key, left);
      else open.delete(key);
    });
  });
}

type Range = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

function rangeOf(proxy: string): Range {
  if (proxy.includes('/')) return ipaddr.parseCIDR(proxy);
  const address = ipaddr.parse(proxy);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function isWithin(address: string, [network, bits]: Range): boolean {
  const parsed = ipaddr.process(address);
  return parsed.kind() === network.kind() && parsed.match(network, bits);
}
