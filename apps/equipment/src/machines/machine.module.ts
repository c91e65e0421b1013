import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { EquipmentReferences } from './equipment-references.service.js';
import { EquipmentController } from './equipment.controller.js';
import { Equipment } from './equipment.entity.js';
import { EquipmentService } from './equipment.service.js';
import { EquipmentStore } from './equipment.store.js';
import { Measurement } from './measurement.entity.js';
import { MeasurementStore } from './measurement.store.js';

@Module({
  imports: [Entities.forFeature([Equipment, Measurement])],
  controllers: [EquipmentController],
  providers: [EquipmentReferences, EquipmentService, EquipmentStore, MeasurementStore],
  exports: [EquipmentReferences, EquipmentService, EquipmentStore, MeasurementStore],
})
export class MachineModule {}
