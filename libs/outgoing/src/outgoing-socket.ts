import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Destination } from './destination.js';
import { isAddress } from './destination.js';
import { kindOf, OutgoingFailed } from './outgoing-failed.js';
import type { OutgoingPolicy } from './outgoing-policy.js';

export interface SocketOptions {
  readonly timeoutMs: number;
  /** Of the scheme, where the address names none. */
  readonly defaultPort: number;
  readonly isTls: boolean;
  readonly ca?: string | undefined;
}

/**
 * Opens a connection to an address that somebody gave, for protocols other than HTTP: judged like every other, and to no other address than
 * one that was judged.
 * @throws OutgoingRefused, OutgoingFailed
 */
export async function openSocket(
  policy: OutgoingPolicy,
  { host, port }: Destination,
  { timeoutMs, defaultPort, isTls, ca }: SocketOptions,
): Promise<Socket> {
  const started = performance.now();
  const signal = AbortSignal.timeout(timeoutMs);
  let failure: unknown;
  for (const { address } of await policy.resolve(host)) {
    const to = { host: address, port: port ?? defaultPort };
    const socket = isTls
      ? connectTls({ ...to, ...(!isAddress(host) && { servername: host }), ...(ca !== undefined && { ca }) })
      : connect(to);
    try {
      await once(socket, isTls ? 'secureConnect' : 'connect', { signal });
      return socket;
    } catch (error) {
      failure = error;
      socket.on('error', () => undefined).destroy();
    }
    if (signal.aborted) break;
  }
  const kind = signal.aborted ? 'timeout' : kindOf(failure);
  throw new OutgoingFailed(kind, Math.round(performance.now() - started), { cause: failure });
}
