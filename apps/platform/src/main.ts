import {
  busConnector,
  busKeysIn,
  keeperCaller,
  type ProcessHost,
  runProcess,
  startServices,
} from '@argus/service-kit';
import { refuseIdleMqttPort } from './broker/mqtt.js';
import { loginsFor, type Postgres, postgresFor } from './postgres.js';
import { chosenServices, serviceSettings, services } from './services.js';
import { welcome } from './welcome.js';

/* Every service in one process, with an embedded PostgreSQL unless DATABASE_URL names one. */
const startedAtMs = Date.now();
let postgres: Postgres | undefined;

/** The bus in memory, or NATS with the keys of this installation. */
function busFor({ settings, stopping, connectBus }: ProcessHost): ProcessHost['connectBus'] {
  if (settings.NATS_URL === undefined || settings.BUS_KEYS) return connectBus;
  const keysOf = busKeysIn(settings, [...services, keeperCaller]);
  return busConnector({ ...settings, BUS_KEYS: services.map(({ name }) => keysOf(name)) }, stopping);
}

await runProcess(
  'argus',
  async (host) => {
    const chosen = chosenServices();
    const databaseUrlOf = await loginsFor(postgres!, host.settings, chosen, host.stopping);
    const running = await startServices(chosen, { ...host, databaseUrlOf, connectBus: busFor(host) });
    const { operationsUrl } = host;
    process.stdout.write(welcome(host.settings, { urls: running.urls, operationsUrl, startedAtMs }));
    return { ...running, dependencies: [...(postgres?.dependencies ?? []), ...running.dependencies] };
  },
  {
    specs: [serviceSettings, ...services.map(({ settings }) => settings)],
    setup: async (settings, control) => {
      refuseIdleMqttPort(settings, false);
      postgres = await postgresFor(settings, control);
      return async () => postgres?.stop();
    },
  },
);
