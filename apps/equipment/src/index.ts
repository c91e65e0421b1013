import type { ServiceDefinition } from '@argus/service-kit';
import { EquipmentModule } from './equipment.module.js';
import { equipmentSettings } from './equipment.settings.js';
import { equipmentMigrations } from './migrations/index.js';

/** TechTrack: equipment, readings, alerts, alarms and production. */
export const equipmentService: ServiceDefinition = {
  name: 'equipment',
  schema: 'equipment',
  module: EquipmentModule,
  settings: equipmentSettings,
  migrations: equipmentMigrations,
};
