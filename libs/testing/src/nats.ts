import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { type BrokerUser, NatsServer, type NatsServerOptions } from '@argus/embedded';

export interface TestNats {
  /** With name and password of a user who may do everything. */
  readonly url: string;
  /** Without any user. */
  readonly address: string;
  /** Address for devices; undefined without MQTT. */
  readonly mqttUrl: string | undefined;
  /** Folder of JetStream's streams. */
  readonly storeDirectory: string;
  /** Sends SIGKILL: clients lose their connections, the store stays. */
  kill(): Promise<void>;
  /** Starts again on the same port with the same store. */
  restart(): Promise<void>;
  /** Deletes every stream; the server must be down. */
  loseStore(): Promise<void>;
  /** Changes the users besides the one of `url`. */
  admit(users: readonly BrokerUser[]): Promise<void>;
  /** Ends the server and removes its directory. */
  stop(): Promise<void>;
}

/** Starts a nats-server for one test on a free loopback port. `NATS_SERVER_BIN` names the program if PATH has none. */
export async function startNats({
  users = [],
  ...options
}: Partial<
  Pick<NatsServerOptions, 'users' | 'mqtt' | 'gate' | 'tls' | 'maxPayloadBytes'>
> = {}): Promise<TestNats> {
  const everything = { user: 'test', password: randomBytes(18).toString('base64url') };
  const directory = await mkdtemp(join(tmpdir(), 'argus-nats-'));
  const binary = process.env.NATS_SERVER_BIN;
  const server = await NatsServer.start({
    directory,
    users: [everything, ...users],
    ...options,
    ...(binary !== undefined && { binary }),
  });
  return {
    get url() {
      return server.url.replace('://', `://${everything.user}:${everything.password}@`);
    },
    address: server.url,
    admit: (others) => server.admit([everything, ...others]),
    mqttUrl: server.mqttUrl,
    storeDirectory: server.storeDirectory,
    kill: () => server.kill(),
    restart: () => server.restart(),
    loseStore: () => rm(server.storeDirectory, { recursive: true, force: true }),
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
