import type { ServiceDefinition } from '@argus/service-kit';
import { visionMigrations } from './migrations/index.js';
import { VisionModule } from './vision.module.js';
import { visionSettings } from './vision.settings.js';

/** Finds, describes and recognises faces and measures gaze. No other service sees templates. */
export const visionService: ServiceDefinition = {
  name: 'vision',
  schema: 'vision',
  module: VisionModule,
  settings: visionSettings,
  migrations: visionMigrations,
};
