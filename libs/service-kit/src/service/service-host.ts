import type { Bus, BusObserver } from '@argus/messaging';
import type { Pino } from '../logs/logger.js';
import type { ProcessMetrics } from '../metrics/process-metrics.js';
import type { Environment } from '../settings/environment.js';

/** What a process provides to the services that it runs. */
export interface ServiceHost {
  readonly environment: Environment;
  readonly logger: Pino;
  readonly metrics: ProcessMetrics;
  /** The login of a schema's service. Undefined without a database: services with a schema then do not start. */
  readonly databaseUrlOf: (schema: string) => string | undefined;
  /** The service's own end of the bus. */
  readonly connectBus: (service: string, observer: BusObserver) => Promise<Bus>;
  /** Returns the instance to use in place of one that Nest made; tests replace providers by it. */
  readonly replaceInstance?: (instance: unknown) => unknown;
  /** Aborted when the process is told to end; a start then gives up. */
  readonly stopping: AbortSignal;
}
