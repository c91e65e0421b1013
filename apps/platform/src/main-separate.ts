import { resolve } from 'node:path';
import {
  busKeysIn,
  formatBusKeys,
  keeperCaller,
  type ProcessHost,
  type ReadyMessage,
  runProcess,
} from '@argus/service-kit';
import { type Broker, brokerFor } from './broker/broker.js';
import { refuseIdleMqttPort } from './broker/mqtt.js';
import { loginsFor, type Postgres, postgresFor } from './postgres.js';
import { environmentOf } from './separate/environment-of.js';
import { separateSettings } from './separate/separate.settings.js';
import { chosenServices, serviceSettings, services } from './services.js';
import { ServiceProcess } from './supervision/service-process.js';
import { Supervisor } from './supervision/supervisor.js';
import { welcome } from './welcome.js';

/* Every service as a process of its own, over NATS: the shape of production on one machine. */
const startedAtMs = Date.now();
let postgres: Postgres | undefined;
let broker: Broker | undefined;

type Supervised = Supervisor<ReadyMessage>;

async function startProcesses(host: ProcessHost): Promise<{ processes: Supervised[]; urls: string[] }> {
  const { settings, environment } = host;
  broker = await brokerFor(settings, host);
  const { url: natsUrl, keys } = broker;
  const chosen = chosenServices();
  const databaseUrlOf = await loginsFor(postgres!, settings, chosen, host.stopping);
  const keysOf = busKeysIn(settings, [...services, keeperCaller]);
  const processes = chosen.map((service) => {
    const databaseUrl = service.schema === undefined ? undefined : databaseUrlOf(service.schema);
    const busKeys = settings.BUS_KEYS?.find((each) => each.service === service.name) ?? keysOf(service.name);
    const handover = {
      databaseUrl,
      natsUrl,
      natsKey: keys?.of[service.name]!.seed ?? settings.NATS_NKEY,
      busKeys: formatBusKeys(busKeys),
      dataDirectory: resolve(settings.DATA_DIR),
    };
    const child = new ServiceProcess(service.name, environmentOf(service, environment, handover));
    return new Supervisor(child, host);
  });
  const stopAll = () => Promise.all(processes.map((each) => each.stop()));
  const giveUp = () => void stopAll();
  host.stopping.addEventListener('abort', giveUp);
  /* The gateway starts last, when every service that it calls is ready. */
  const [gateways, others] = [true, false].map((answersClients) =>
    processes.filter((_, index) => (chosen[index]!.listener !== undefined) === answersClients),
  ) as [Supervised[], Supervised[]];
  const startAll = (some: readonly Supervised[]) => Promise.all(some.map((each) => each.start()));
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
      dependencies: [...(postgres?.dependencies ?? []), ...(broker?.dependencies ?? []), ...processes],
      stop: async () => {
        /* One after the other, callers before the services they call. */
        for (const each of processes) await each.stop();
      },
    };
  },
  {
    specs: [serviceSettings, separateSettings, ...services.map(({ settings }) => settings)],
    setup: async (settings, control) => {
      refuseIdleMqttPort(settings, true);
      postgres = await postgresFor(settings, control);
      return async () => {
        await broker?.stop();
        await postgres?.stop();
      };
    },
  },
);
