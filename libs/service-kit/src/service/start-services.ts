import type { ServiceDefinition } from '../definition/service-definition.js';
import type { ServiceHost } from './service-host.js';
import { abortable } from './abortable.js';
import type { Dependency } from '../operations/readiness.js';
import { assertGivenSecrets } from './given-secrets.js';
import { platformSettings } from '../settings/platform-settings.js';
import { readSettings } from '../settings/read-settings.js';
import { RunningService } from './running-service.js';

/** Services that run in this process. */
export interface RunningServices {
  readonly services: readonly RunningService[];
  /** Addresses of their listeners. */
  readonly urls: readonly string[];
  readonly dependencies: readonly Dependency[];
  /** Stops listeners, then periodic work, jobs, events and calls in the order of the services. Resolves when nothing is in flight. */
  stop(): Promise<void>;
}

/**
 * Runs services side by side, each in its own Nest application. No service is called before all are made: first databases and
 * applications, all at once, then handlers, then relays and jobs, then listeners, last periodic work. Stops all when one cannot start.
 */
export async function startServices(
  definitions: readonly ServiceDefinition[],
  host: ServiceHost,
): Promise<RunningServices> {
  // All settings before anything starts: one error names every invalid variable of every service.
  const settings = readSettings(
    [platformSettings, ...definitions.map((definition) => definition.settings)] as const,
    host.environment,
  );
  const [platform, ...own] = settings;
  assertGivenSecrets(definitions, platform);
  const made: (RunningService | undefined)[] = definitions.map(() => undefined);
  /* In the order of the definitions, whichever was made first. */
  const running = () => made.filter((service) => service !== undefined);
  /* Those that wait for a database give up as soon as another service cannot start. */
  const failing = new AbortController();
  const stopping = AbortSignal.any([host.stopping, failing.signal]);
  /* Any step may wait for a broker or a database that is down. */
  const abortableStep = (step: Promise<unknown>) => abortable(stopping, step);
  const create = async (definition: ServiceDefinition, index: number) => {
    try {
      made[index] = await RunningService.create(definition, own[index] ?? {}, platform, {
        ...host,
        stopping,
      });
    } catch (error) {
      failing.abort(error);
    }
  };
  try {
    await abortableStep(Promise.all(definitions.map(create)));
    for (const service of running()) await abortableStep(service.bind());
    for (const service of running()) await abortableStep(service.startWork());
    for (const service of running()) await abortableStep(service.listen());
    for (const service of running()) service.startPeriodicWork();
  } catch (error) {
    await stopServices(running()).catch((failure: unknown) =>
      host.logger.error({ err: failure }, 'Cleaning up failed'),
    );
    throw error;
  }
  const services = running();
  return {
    services,
    urls: services.flatMap(({ url }) => url ?? []),
    dependencies: services.flatMap((service) => service.dependencies),
    stop: () => stopServices(services),
  };
}

/** Runs every step in every service even when one fails. Throws the first failure at the end. */
async function stopServices(services: readonly RunningService[]): Promise<void> {
  const failures: unknown[] = [];
  const attempt = async (step: Promise<void>) => {
    await step.catch((error: unknown) => failures.push(error));
  };
  await Promise.all(services.map((service) => attempt(service.stopListening())));
  // The order of the definitions: callers before the services they call.
  for (const service of services) await attempt(service.stopWork());
  for (const service of services) await attempt(service.stopAnswering());
  for (const service of services) await attempt(service.close());
  if (failures.length > 0) throw failures[0];
}
