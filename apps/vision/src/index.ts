import type { ServiceDefinition } from '@argus/service-kit';
import { visionMigrations } from './migrations/index.js';
import { VisionModule } from './vision.module.js';
import { visionSettings } from './vision.settings.js';

/** Finds, describes and recognises faces; the only service that sees templates. */
export const visionService: ServiceDefinition = {
  name: 'vision',
  schema: 'vision',
  module: VisionModule,
  settings: visionSettings,
  migrations: visionMigrations,
};
