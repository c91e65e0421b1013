import { join } from 'node:path';
import { type MqttOptions, NatsServer } from '@argus/embedded';
import { KEEPER } from '@argus/messaging';
import {
  busKeysIn,
  type Dependency,
  keepBroker,
  keeperCaller,
  makeDataDirectory,
  type PlatformSettings,
  type ProcessHost,
  readSettings,
  StartError,
} from '@argus/service-kit';
import { separateSettings } from '../separate/separate.settings.js';
import { services } from '../services.js';
import { Supervisor } from '../supervision/supervisor.js';
import { type BrokerKeys, gateWith, keysIn, usersWith } from './broker-users.js';
import { mqttOptions, sharedDevicePassword } from './mqtt.js';

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
  const mqtt = mqttOptions();
  const server = settings.NATS_URL === undefined ? await ownBroker(settings, keys, mqtt, host) : undefined;
  const url = settings.NATS_URL ?? server!.url;
  const keeping = {
    ...settings,
    NATS_URL: url,
    NATS_KEEPER_NKEY: keys.of[KEEPER]!.seed,
    /* Another broker asks the gate where its configuration says so; then the settings have these keys. */
    ...(mqtt && { NATS_SYSTEM_NKEY: keys.system.seed, NATS_ISSUER_NKEY: keys.issuer.seed }),
    BUS_KEYS: [busKeysIn(settings, [...services, keeperCaller])(KEEPER)],
  };
  const shared = { sharedDevicePassword: sharedDevicePassword(settings) };
  const keeper = await keepBroker(keeping, host.stopping, shared).catch(async (error: unknown) => {
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
  mqtt: MqttOptions | undefined,
  host: ProcessHost,
): Promise<OwnBroker> {
  const [{ NATS_SERVER_BIN: binary }] = readSettings([separateSettings]);
  const options = {
    directory: join(DATA_DIR, 'nats'),
    users: usersWith(keys),
    ...(binary !== undefined && { binary }),
    ...(mqtt && { mqtt, gate: gateWith(keys) }),
  };
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

function asStartError(error: unknown): never {
  throw new StartError((error as Error).message, { cause: error });
}
