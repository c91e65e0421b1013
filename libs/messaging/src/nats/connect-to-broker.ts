import { setTimeout as pause } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import {
  connect,
  errors,
  type NatsConnection,
  nkeyAuthenticator,
  type NodeConnectionOptions,
} from '@nats-io/transport-node';

export interface BrokerOptions {
  /** `nats://host:port` or `nats://user:password@host:port`; several are separated by commas. */
  readonly servers: string;
  /** Seed of the NKey that proves who connects; it never leaves the process. Without one, the user of the address connects. */
  readonly nkey?: string | undefined;
  /** PEM file of the authority that the broker's certificate comes from, where the system does not know it. */
  readonly caFile?: string | undefined;
  /** Accepts a broker that lets everybody in; see AnonymousBroker. */
  readonly anonymous?: boolean;
  /** Default true. The broker's system account has none. */
  readonly needsJetStream?: boolean;
  /** Ends waiting for a broker that is not available yet. */
  readonly signal?: AbortSignal;
  /** Called with the reason after every failed attempt to connect for the first time. */
  readonly onWaiting?: (error: unknown) => void;
}

/** The broker lets in who has no name: everybody who reaches it could ask the services everything. */
export class AnonymousBroker extends Error {
  override readonly name = 'AnonymousBroker';
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
  const options = {
    ...own,
    ...placeOf(broker),
    ...(broker.nkey === undefined ? credentialsIn(namedIn(broker)) : withNkey(broker.nkey)),
    ignoreAuthErrorAbort: true,
    noAsyncTraces: true,
  };
  await waitForBroker(options, broker);
  if (!broker.anonymous) await assertClosed(broker);
  return connect({
    ...options,
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectDelayHandler: reconnectDelayMs,
  });
}

const namedIn = ({ servers }: BrokerOptions): string[] => servers.split(',').map((server) => server.trim());

function placeOf(broker: BrokerOptions): NodeConnectionOptions & { readonly servers: string[] } {
  /* The client takes a password that begins with a digit for the port. */
  const servers = namedIn(broker).map((server) => server.replace(/^(\w+:\/\/)?[^@/]*@/, '$1'));
  return { ...tlsOf(servers, broker.caFile), servers };
}

/**
 * Waits with trial connections, because the client's own waiting neither reports a reason nor can be aborted. Without
 * waiting, the client would forget servers that were down at its first attempt.
 */
async function waitForBroker(
  options: NodeConnectionOptions,
  { signal, onWaiting, needsJetStream = true }: BrokerOptions,
): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    try {
      const attempt = await connect({ ...options, reconnect: false, timeout: attemptTimeoutMs });
      try {
        if (needsJetStream) await assertJetStream(attempt);
      } finally {
        await attempt.close();
      }
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

const withNkey = (seed: string): Pick<NodeConnectionOptions, 'authenticator'> => ({
  authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
});

/** With `tls://` nothing is said to a server that has no certificate; with `nats://` the server decides. */
function tlsOf(servers: readonly string[], caFile: string | undefined): Pick<NodeConnectionOptions, 'tls'> {
  if (caFile === undefined && !servers.some((server) => server.startsWith('tls://'))) return {};
  return { tls: caFile === undefined ? {} : { caFile } };
}

/** Tries to come in without a name. What the server says about itself does not tell: a nameless client may be given a user. */
export async function assertClosed(broker: BrokerOptions): Promise<void> {
  const nameless = await connect({ ...placeOf(broker), reconnect: false, timeout: attemptTimeoutMs }).catch(
    () => undefined,
  );
  if (!nameless) return;
  await nameless.close();
  throw new AnonymousBroker(
    'the broker lets everybody in: give its users names and rights (npm run broker prints them), or set NATS_ANONYMOUS=allowed',
  );
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
