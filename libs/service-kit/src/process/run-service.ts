import type { ServiceDefinition } from '../definition/service-definition.js';
import { startServices } from '../service/start-services.js';
import { keepBroker } from './connect-bus.js';
import { runProcess } from './run-process.js';

/** Runs a service as this process until a signal ends it. The `main.ts` of an app is `await runService(definition)`. */
export function runService(definition: ServiceDefinition): Promise<void> {
  return runProcess(
    definition.name,
    async (host) => {
      const keeper = await keepBroker(host.settings, host.stopping);
      const running = await startServices([definition], host);
      for (const url of running.urls) host.logger.info(`Listening on ${url}`);
      host.logger.info(`Ready; health and metrics on ${host.operationsUrl}`);
      return {
        ...running,
        stop: async () => {
          await running.stop();
          await keeper?.stop();
        },
      };
    },
    { specs: [definition.settings] },
  );
}
