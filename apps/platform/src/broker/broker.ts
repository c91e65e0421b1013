import { join } from 'node:path';
import { deviceStreams } from '@argus/contracts';
import { type BrokerUser, NatsServer, type NatsServerOptions } from '@argus/embedded';
import { KEEPER } from '@argus/messaging';
import {
  type Dependency,
  keepStreams,
  makeDataDirectory,
  type PlatformSettings,
  type ProcessHost,
  readSettings,
  StartError,
} from '@argus/service-kit';
import { separateSettings } from '../separate/separate.settings.js';
import { Supervisor } from '../supervision/supervisor.js';
import { devicePassword } from './device-password.js';
import { type BrokerKeys, keysIn, usersWith } from './broker-users.js';

export interface Broker {
  readonly url: string;
  /** With which services connect; undefined where the settings name one user for all. */
  readonly keys: BrokerKeys | undefined;
  /** For readiness; none for a broker that other people keep running: the services report that one. */
  readonly dependencies: readonly Dependency[];
  stop(): Promise<void>;
}

/** Returns the broker that the settings name, or keeps one running in the data folder. Makes streams for the services there. */
export async function brokerFor(settings: PlatformSettings, host: ProcessHost): Promise<Broker> {
  if (settings.NATS_NKEY !== undefined || namesUser(settings.NATS_URL))
    return { url: settings.NATS_URL!, keys: undefined, dependencies: [], stop: () => Promise.resolve() };
  makeDataDirectory(settings);
  const keys = keysIn(settings);
  const server = settings.NATS_URL === undefined ? await ownBroker(settings, keys, host) : undefined;
  const url = settings.NATS_URL ?? server!.url;
  const keeping = { ...settings, NATS_URL: url, NATS_KEEPER_NKEY: keys[KEEPER]!.seed };
  const keeper = await keepStreams(keeping, host.stopping).catch(async (error: unknown) => {
    await server?.stop();
    throw error;
  });
  return {
    url,
    keys,
    dependencies: server ? [server.supervisor] : [],
    stop: async () => {
      await keeper?.stop();
      await server?.stop();
    },
  };
}

const namesUser = (urls = ''): boolean => urls.includes('@');

interface OwnBroker {
  readonly url: string;
  readonly supervisor: Dependency;
  stop(): Promise<void>;
}

async function ownBroker(
  { DATA_DIR }: PlatformSettings,
  keys: BrokerKeys,
  host: ProcessHost,
): Promise<OwnBroker> {
  const options = optionsOf(DATA_DIR, keys);
  let server: NatsServer | undefined;
  const supervisor = new Supervisor(
    {
      name: 'NATS broker',
      start: async (ended) => {
        if (server) await server.restart();
        else server = await NatsServer.start(options).catch(asStartError);
        server.onEnd(ended);
        return server;
      },
      stop: async () => server?.stop(),
    },
    host,
  );
  const { url } = await supervisor.start();
  return { url, supervisor, stop: () => supervisor.stop() };
}

function optionsOf(dataDirectory: string, keys: BrokerKeys): NatsServerOptions {
  const [{ NATS_SERVER_BIN: binary, MQTT_PORT: mqttPort }] = readSettings([separateSettings]);
  return {
    directory: join(dataDirectory, 'nats'),
    users: [...usersWith(keys), ...(mqttPort === undefined ? [] : [everyDevice(dataDirectory)])],
    ...(binary !== undefined && { binary }),
    ...(mqttPort !== undefined && { mqtt: { port: mqttPort || -1 } }),
  };
}

/** All devices share a user, who may only publish readings. */
const everyDevice = (dataDirectory: string): BrokerUser => ({
  user: 'device',
  password: devicePassword(dataDirectory),
  permissions: { publish: deviceStreams.map(({ subject }) => subject), subscribe: { deny: ['>'] } },
});

function asStartError(error: unknown): never {
  throw new StartError((error as Error).message, { cause: error });
}
