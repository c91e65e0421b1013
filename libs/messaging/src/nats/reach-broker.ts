import { setTimeout as pause } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, errors, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';

export interface BrokerOptions {
  /** `nats://host:port` or `nats://user:password@host:port`, several separated by commas. */
  readonly servers: string;
  /** Ends the waiting for a broker that is not there yet. */
  readonly signal?: AbortSignal;
  /** Told why, after every attempt in vain to reach a broker that is not there yet. */
  readonly onWaiting?: (error: unknown) => void;
}

const attemptTimeoutMs = 5_000;
const reconnectPauseMs = 250;

// Jitter, so that a returning broker does not meet every client at the same moment.
const reconnectDelayMs = (): number => reconnectPauseMs * (1 + Math.random());

/** Waits for a broker that is not there yet, and connects again for ever when it goes away. */
export async function reachBroker(
  broker: BrokerOptions,
  own: NodeConnectionOptions & { readonly name: string },
): Promise<NatsConnection> {
  const servers = broker.servers.split(',').map((server) => server.trim());
  const options = {
    ...credentialsIn(servers),
    ...own,
    servers,
    ignoreAuthErrorAbort: true,
    noAsyncTraces: true,
  };
  await whenReachable(options, broker);
  return connect({
    ...options,
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectDelayHandler: reconnectDelayMs,
  });
}

/**
 * A client that waits by itself neither says why nor can be told to stop, and one that does not forgets the servers that
 * were away at its first attempt; so connections that are not kept come before the one that is.
 */
async function whenReachable(
  options: NodeConnectionOptions,
  { signal, onWaiting }: BrokerOptions,
): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    try {
      const attempt = await connect({ ...options, reconnect: false, timeout: attemptTimeoutMs });
      await assertKeepsEvents(attempt).finally(() => attempt.close());
      return;
    } catch (error) {
      if (error instanceof errors.InvalidArgumentError) throw error;
      onWaiting?.(error);
    }
    await pause(reconnectDelayMs(), undefined, { ...(signal && { signal }) });
  }
}

/** Of the first address that has some; the client takes none from there. */
function credentialsIn(servers: readonly string[]): Pick<NodeConnectionOptions, 'user' | 'pass'> {
  for (const server of servers) {
    const url = URL.parse(server.includes('://') ? server : `nats://${server}`);
    if (url?.username)
      return { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  }
  return {};
}

/** What else goes wrong when asked (a user may lack the right to ask) says nothing about it. */
async function assertKeepsEvents(connection: NatsConnection): Promise<void> {
  try {
    await jetstreamManager(connection);
  } catch (error) {
    if ((error as Error).name === 'JetStreamNotEnabled')
      throw new Error('it runs without JetStream (nats-server --jetstream)', { cause: error });
  }
}
