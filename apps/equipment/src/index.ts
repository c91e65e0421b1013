import { alertContract, equipmentContract, readingBatchContract, readingContract } from '@argus/contracts';
import { handle, type ServiceDefinition } from '@argus/service-kit';
import { AlertController } from './alerts/alert.controller.js';
import { Alert } from './alerts/alert.entity.js';
import { BatchController } from './batches/batch.controller.js';
import { EquipmentController } from './equipment/equipment.controller.js';
import { Equipment } from './equipment/equipment.entity.js';
import { EquipmentModule } from './equipment.module.js';
import { equipmentSettings } from './equipment.settings.js';
import { equipmentMigrations } from './migrations/index.js';
import { ReadingController } from './readings/reading.controller.js';
import { ReadingBatch } from './readings/reading-batch.entity.js';
import { Reading } from './readings/reading.entity.js';
import { Rollup } from './rollups/rollup.entity.js';

/** TechTrack: equipment, its readings and alerts. */
export const equipmentService: ServiceDefinition = {
  name: 'equipment',
  schema: 'equipment',
  module: EquipmentModule,
  settings: equipmentSettings,
  entities: [Equipment, Reading, ReadingBatch, Rollup, Alert],
  migrations: equipmentMigrations,
  handlers: [
    handle(equipmentContract, EquipmentController),
    handle(readingContract, ReadingController),
    handle(readingBatchContract, BatchController),
    handle(alertContract, AlertController),
  ],
  consumers: [],
  workers: [],
};
