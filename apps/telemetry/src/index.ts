import { accountContract } from '@argus/contracts';
import type { ServiceDefinition } from '@argus/service-kit';
import { telemetryMigrations } from './migrations/index.js';
import { TelemetryModule } from './telemetry.module.js';
import { telemetrySettings } from './telemetry.settings.js';

/** Gaze on cockpit displays: fixations, flights and recordings. */
export const telemetryService: ServiceDefinition = {
  name: 'telemetry',
  schema: 'telemetry',
  module: TelemetryModule,
  settings: telemetrySettings,
  migrations: telemetryMigrations,
  calls: [accountContract.operations.find],
};
