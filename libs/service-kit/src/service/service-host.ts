import type { Bus, BusObserver } from '@argus/messaging';
import type { Pino } from '../logs/logger.js';
import type { ProcessMetrics } from '../metrics/process-metrics.js';
import type { Environment } from '../settings/environment.js';

/** What a process offers to the services that it runs. */
export interface ServiceHost {
  readonly environment: Environment;
  readonly logger: Pino;
  readonly metrics: ProcessMetrics;
  /** Undefined where there is no database: services with a schema then do not start. */
  readonly databaseUrl: string | undefined;
  /** The service's own end of the bus. */
  readonly connectBus: (service: string, observer: BusObserver) => Promise<Bus>;
  /** Given every instance that Nest makes, answers what the service gets; tests put their own in place. */
  readonly replaceInstance?: (instance: unknown) => unknown;
  /** Aborted when the process was told to end; a start then gives up. */
  readonly stopping: AbortSignal;
}
