import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { EquipmentReferences } from './equipment-references.service.js';
import { EquipmentController } from './equipment.controller.js';
import { Equipment } from './equipment.entity.js';
import { EquipmentService } from './equipment.service.js';
import { EquipmentStore } from './equipment.store.js';
import { Measurement } from './measurement.entity.js';
import { MeasurementStore } from './measurement.store.js';
import { RemovedEquipment } from './removed-equipment.entity.js';
import { RemovedEquipmentStore } from './removed-equipment.store.js';

@Module({
  imports: [Entities.forFeature([Equipment, Measurement, RemovedEquipment])],
  controllers: [EquipmentController],
  providers: [EquipmentReferences, EquipmentService, EquipmentStore, MeasurementStore, RemovedEquipmentStore],
  exports: [EquipmentReferences, EquipmentService, EquipmentStore, MeasurementStore, RemovedEquipmentStore],
})
export class MachineModule {}
