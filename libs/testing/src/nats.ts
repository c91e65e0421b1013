import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NatsServer, type NatsServerOptions } from '@argus/embedded';

export interface TestNats {
  readonly url: string;
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
  /** Ends the server and removes its directory. */
  stop(): Promise<void>;
}

/** Starts a nats-server for one test on a free loopback port. `NATS_SERVER_BIN` names the program if PATH has none. */
export async function startNats(
  options: Pick<NatsServerOptions, 'mqtt' | 'maxPayloadBytes'> = {},
): Promise<TestNats> {
  const directory = await mkdtemp(join(tmpdir(), 'argus-nats-'));
  const binary = process.env.NATS_SERVER_BIN;
  const server = await NatsServer.start({
    directory,
    ...options,
    ...(binary !== undefined && { binary }),
  });
  return {
    url: server.url,
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
