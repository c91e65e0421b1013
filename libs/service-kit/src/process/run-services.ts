import type { ServiceDefinition } from '../definition/service-definition.js';
import { startServices } from '../service/start-services.js';
import type { Environment } from '../settings/environment.js';
import { runProcess } from './run-process.js';

/** Runs services as this process, until a signal ends it. The variables override those of the environment. */
export function runServices(
  definitions: readonly ServiceDefinition[],
  overrides: Environment = {},
): Promise<void> {
  return runProcess(
    definitions.length === 1 ? (definitions[0]?.name ?? 'argus') : 'argus',
    async (host) => {
      const running = await startServices(definitions, host);
      for (const url of running.urls) host.logger.info(`Listening on ${url}`);
      host.logger.info(`Ready; health and metrics on ${host.operationsUrl}`);
      return running;
    },
    { overrides, specs: definitions.map(({ settings }) => settings) },
  );
}

/** `main.ts` of an app: `await runService(definition)`. */
export const runService = (definition: ServiceDefinition, overrides: Environment = {}): Promise<void> =>
  runServices([definition], overrides);
