import { Module } from '@nestjs/common';
import { MachineModule } from '../machines/machine.module.js';
import { MeasurementController } from './measurement.controller.js';
import { MeasurementService } from './measurement.service.js';

@Module({
  imports: [MachineModule],
  controllers: [MeasurementController],
  providers: [MeasurementService],
})
export class MeasurementModule {}
