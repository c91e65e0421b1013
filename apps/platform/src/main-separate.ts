import { join, resolve } from 'node:path';
import { devicePassword } from './separate/device-password.js';
import { NatsServer } from '@argus/embedded';
import {
  makeDataDirectory,
  type PlatformSettings,
  type ProcessHost,
  readSettings,
  runProcess,
  StartError,
} from '@argus/service-kit';
import { type Postgres, postgresFor } from './postgres.js';
import { environmentOf } from './separate/environment-of.js';
import { separateSettings } from './separate/separate.settings.js';
import { ServiceProcess } from './separate/service-process.js';
import { chosenServices, serviceSettings, services } from './services.js';
import { welcome } from './welcome.js';

/* Every service as a process of its own, over NATS: the shape of production on one machine. */
const startedAtMs = Date.now();
let postgres: Postgres | undefined;
let nats: NatsServer | undefined;

/** Returns the broker that the settings name, or starts one in the data folder. */
async function natsFor({ NATS_URL: url, DATA_DIR }: PlatformSettings): Promise<string> {
  if (url !== undefined) return url;
  makeDataDirectory({ DATA_DIR });
  const [{ NATS_SERVER_BIN: binary, MQTT_PORT: mqttPort }] = readSettings([separateSettings]);
  nats = await NatsServer.start({
    directory: join(DATA_DIR, 'nats'),
    ...(binary !== undefined && { binary }),
    ...(mqttPort !== undefined && {
      mqtt: { port: mqttPort || -1, devicePassword: devicePassword(DATA_DIR) },
    }),
  }).catch((error: unknown) => {
    throw new StartError((error as Error).message, { cause: error });
  });
  return nats.url;
}

async function startProcesses(host: ProcessHost): Promise<{ processes: ServiceProcess[]; urls: string[] }> {
  const { settings, environment, logger } = host;
  const shared = {
    ...environment,
    DATA_DIR: resolve(settings.DATA_DIR),
    DATABASE_URL: postgres?.url,
    NATS_URL: await natsFor(settings),
    /* The port of the settings is taken by this process; the services log their own. */
    OPERATIONS_PORT: '0',
  };
  const chosen = chosenServices();
  const processes = chosen.map(
    (service) => new ServiceProcess(service.name, environmentOf(service, shared), logger),
  );
  const stopAll = () => Promise.all(processes.map((each) => each.stop()));
  const giveUp = () => void stopAll();
  host.stopping.addEventListener('abort', giveUp);
  /* The gateway starts last, when every service that it calls is ready. */
  const [gateways, others] = [true, false].map((answersClients) =>
    processes.filter((_, index) => (chosen[index]!.listener !== undefined) === answersClients),
  ) as [ServiceProcess[], ServiceProcess[]];
  const startAll = (some: readonly ServiceProcess[]) => Promise.all(some.map((each) => each.start()));
  const ready = await startAll(others)
    .then(async (first) => [...first, ...(await startAll(gateways))])
    .catch(async (error: unknown) => {
      await stopAll();
      throw error;
    });
  host.stopping.removeEventListener('abort', giveUp);
  return { processes, urls: ready.flatMap(({ urls }) => urls) };
}

await runProcess(
  'argus',
  async (host) => {
    const { processes, urls } = await startProcesses(host);
    const { operationsUrl } = host;
    process.stdout.write(welcome(host.settings, { urls, operationsUrl, startedAtMs }));
    return {
      urls,
      dependencies: [],
      stop: async () => {
        /* One after the other, callers before the services they call. */
        for (const each of processes) await each.stop();
      },
    };
  },
  {
    specs: [serviceSettings, separateSettings, ...services.map(({ settings }) => settings)],
    setup: async (settings) => {
      postgres = await postgresFor(settings);
      return async () => {
        await nats?.stop();
        await postgres?.stop();
      };
    },
  },
);
