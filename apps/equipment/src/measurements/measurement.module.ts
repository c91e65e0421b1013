import { Module } from '@nestjs/common';
import { RuleVersionModule } from '../alarms/rule-versions/rule-version.module.js';
import { MachineModule } from '../machines/machine.module.js';
import { MeasurementController } from './measurement.controller.js';
import { MeasurementService } from './measurement.service.js';

@Module({
  imports: [MachineModule, RuleVersionModule],
  controllers: [MeasurementController],
  providers: [MeasurementService],
})
export class MeasurementModule {}
