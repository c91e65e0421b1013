import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { decode, encode } from '../codec.js';
import { assertClosed, type BrokerOptions, connectToBroker } from './connect-to-broker.js';
import { ConnectionGate, type GateWork } from './connection-gate.js';
import { type ReplyInbox } from './reply-inbox.js';
import { type EnsureStream, type KeptStreams, StreamKeeper, type StreamRequest } from './stream-keeper.js';
import { inboxOf, KEEPER, keeperSubject } from './subjects.js';

export interface KeeperOptions extends BrokerOptions, KeptStreams {
  readonly failed: (error: unknown) => void;
  /** Judges clients that the broker does not know. */
  readonly gate?: GateWork | undefined;
}

interface KeeperReply {
  readonly created?: string;
  readonly problem?: string;
}

const timeoutMs = 5_000;

/** Answers services that ask for streams, and the broker that asks about clients. Several share the work. */
export class KeeperServer {
  private constructor(private readonly connection: NatsConnection) {}

  /** Waits until the broker is available. Resolves when services are answered. */
  static async start(options: KeeperOptions): Promise<KeeperServer> {
    const own = { name: KEEPER, inboxPrefix: inboxOf(KEEPER) };
    const connection = await connectToBroker({ ...options, anonymous: true }, own);
    /* First, as the broker asks the gate about the nameless client of the trial. */
    if (options.gate) new ConnectionGate(options.gate).serve(connection);
    await connection.flush();
    if (!options.anonymous) await assertClosed(options).catch((error) => refused(connection, error));
    const keeper = new StreamKeeper(connection, options);
    if (options.gate) await keeper.boundMqtt().catch(options.failed);
    const callback = (error: Error | null, request: Msg): void => {
      if (error) return options.failed(error);
      void answer(keeper, request, options.failed).then((reply) => request.respond(encode(reply)));
    };
    connection.subscribe(keeperSubject('*'), { queue: KEEPER, callback });
    await connection.flush();
    return new KeeperServer(connection);
  }

  get connected(): boolean {
    return !this.connection.isClosed();
  }

  stop(): Promise<void> {
    return this.connection.close();
  }
}

async function refused(connection: NatsConnection, error: unknown): Promise<never> {
  await connection.close();
  throw error;
}

async function answer(
  keeper: StreamKeeper,
  request: Msg,
  failed: (error: unknown) => void,
): Promise<KeeperReply> {
  /* The broker lets a service publish below its own name only. */
  const service = request.subject.split('.').at(-1)!;
  try {
    return { created: await keeper.ensure(service, decode(request.data) as StreamRequest) };
  } catch (error) {
    failed(error);
    return { problem: (error as Error).message };
  }
}

/** Asks a keeper elsewhere. */
export const askKeeper =
  (inbox: ReplyInbox, service: string): EnsureStream =>
  async (request) => {
    const reply = await inbox.request(keeperSubject(service), encode(request), undefined, timeoutMs);
    const { created, problem } = decode(reply.data) as KeeperReply;
    if (created === undefined) throw new Error(`the keeper of the streams refused: ${problem}`);
    return created;
  };
