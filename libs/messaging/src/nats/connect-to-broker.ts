import { setTimeout as pause } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, errors, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';

export interface BrokerOptions {
  /** `nats://host:port` or `nats://user:password@host:port`; several are separated by commas. */
  readonly servers: string;
  /** Ends waiting for a broker that is not available yet. */
  readonly signal?: AbortSignal;
  /** Called with the reason after every failed attempt to connect for the first time. */
  readonly onWaiting?: (error: unknown) => void;
}

const attemptTimeoutMs = 5_000;
const reconnectPauseMs = 250;

// Jitter prevents all clients from connecting at once to a broker that returns.
const reconnectDelayMs = (): number => reconnectPauseMs * (1 + Math.random());

/** Waits until the broker is available. After a lost connection it reconnects without limit. */
export async function connectToBroker(
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
  await waitForBroker(options, broker);
  return connect({
    ...options,
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectDelayHandler: reconnectDelayMs,
  });
}

/**
 * Waits with trial connections, because the client's own waiting neither reports a reason nor can be aborted. Without
 * waiting, the client would forget servers that were down at its first attempt.
 */
async function waitForBroker(
  options: NodeConnectionOptions,
  { signal, onWaiting }: BrokerOptions,
): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    try {
      const attempt = await connect({ ...options, reconnect: false, timeout: attemptTimeoutMs });
      await assertJetStream(attempt).finally(() => attempt.close());
      return;
    } catch (error) {
      if (error instanceof errors.InvalidArgumentError) throw error;
      onWaiting?.(error);
    }
    await pause(reconnectDelayMs(), undefined, { ...(signal && { signal }) });
  }
}

/** Returns the credentials of the first address that has some, because the client ignores them there. */
function credentialsIn(servers: readonly string[]): Pick<NodeConnectionOptions, 'user' | 'pass'> {
  for (const server of servers) {
    const url = URL.parse(server.includes('://') ? server : `nats://${server}`);
    if (url?.username)
      return { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  }
  return {};
}

/** Throws if the broker runs without JetStream. Ignores other errors, as the user may lack the right to ask. */
async function assertJetStream(connection: NatsConnection): Promise<void> {
  try {
    await jetstreamManager(connection);
  } catch (error) {
    if ((error as Error).name === 'JetStreamNotEnabled')
      throw new Error('the broker runs without JetStream (start nats-server with --jetstream)', {
        cause: error,
      });
  }
}
