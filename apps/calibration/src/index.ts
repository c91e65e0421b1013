import type { ServiceDefinition } from '@argus/service-kit';
import { CalibrationModule } from './calibration.module.js';
import { calibrationSettings } from './calibration.settings.js';
import { calibrationMigrations } from './migrations/index.js';

/** Calibrates gaze: sessions, screens, frames, the fit, its files, and what became of it. */
export const calibrationService: ServiceDefinition = {
  name: 'calibration',
  schema: 'calibration',
  module: CalibrationModule,
  settings: calibrationSettings,
  migrations: calibrationMigrations,
};
