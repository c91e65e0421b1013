import { join } from 'node:path';
import { NatsServer, type NatsServerOptions } from '@argus/embedded';
import {
  type Dependency,
  makeDataDirectory,
  type PlatformSettings,
  type ProcessControl,
  readSettings,
  StartError,
} from '@argus/service-kit';
import { Supervisor } from '../supervision/supervisor.js';
import { devicePassword } from './device-password.js';
import { separateSettings } from './separate.settings.js';

export interface Broker {
  readonly url: string;
  /** For readiness; none for a broker that other people keep running: the services report that one. */
  readonly dependencies: readonly Dependency[];
  stop(): Promise<void>;
}

/** Returns the broker that the settings name, or keeps one running in the data folder. */
export async function brokerFor(settings: PlatformSettings, control: ProcessControl): Promise<Broker> {
  const { NATS_URL: url, DATA_DIR } = settings;
  if (url !== undefined) return { url, dependencies: [], stop: () => Promise.resolve() };
  makeDataDirectory({ DATA_DIR });
  const options = optionsOf(DATA_DIR);
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
    control,
  );
  const started = await supervisor.start();
  return { url: started.url, dependencies: [supervisor], stop: () => supervisor.stop() };
}

function optionsOf(dataDirectory: string): NatsServerOptions {
  const [{ NATS_SERVER_BIN: binary, MQTT_PORT: mqttPort }] = readSettings([separateSettings]);
  return {
    directory: join(dataDirectory, 'nats'),
    ...(binary !== undefined && { binary }),
    ...(mqttPort !== undefined && {
      mqtt: { port: mqttPort || -1, devicePassword: devicePassword(dataDirectory) },
    }),
  };
}

function asStartError(error: unknown): never {
  throw new StartError((error as Error).message, { cause: error });
}
