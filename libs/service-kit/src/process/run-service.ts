import type { ServiceDefinition } from '../definition/service-definition.js';
import { startServices } from '../service/start-services.js';
import { keepBroker } from './connect-bus.js';
import { migrateService } from './migrate-service.js';
import { runProcess } from './run-process.js';

/**
 * Runs a service as this process until a signal ends it. The `main.ts` of an app is `await runService(definition)`. With the word
 * `migrate` it brings the service's tables up to date instead, and ends.
 */
export function runService(definition: ServiceDefinition): Promise<void> {
  const words = process.argv.slice(2);
  if (words.join(' ') === 'migrate') return migrateService(definition);
  if (words.length > 0) {
    process.stderr.write(
      `${words.join(' ')} is not known. Without a word, main.js runs ${definition.name}; with \`migrate\` it brings its tables up to date.\n`,
    );
    process.exit(2);
  }
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
