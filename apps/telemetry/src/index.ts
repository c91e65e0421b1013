import type { ServiceDefinition } from '@argus/service-kit';
import { TelemetryModule } from './telemetry.module.js';
import { telemetrySettings } from './telemetry.settings.js';
import { telemetryMigrations } from './migrations/index.js';

/** Gaze on cockpit displays: fixations, flights and recordings */
export const telemetryService: ServiceDefinition = {
  name: 'telemetry',
  schema: 'telemetry',
  module: TelemetryModule,
  settings: telemetrySettings,
  migrations: telemetryMigrations,
};
