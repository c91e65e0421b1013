import { gazeContract } from '@argus/contracts';
import type { ServiceDefinition } from '@argus/service-kit';
import { CalibrationModule } from './calibration.module.js';
import { calibrationSettings } from './calibration.settings.js';
import { calibrationMigrations } from './migrations/index.js';

/** Calibrates gaze: sessions, screens, frames, fits and their files, validation and drift. */
export const calibrationService: ServiceDefinition = {
  name: 'calibration',
  schema: 'calibration',
  module: CalibrationModule,
  settings: calibrationSettings,
  migrations: calibrationMigrations,
  calls: [gazeContract.operations.analyse],
};
