import { Module } from '@nestjs/common';
import { RuleVersionModule } from '../alarms/rule-versions/rule-version.module.js';
import { MachineModule } from '../machines/machine.module.js';
import { ReadingModule } from '../readings/reading.module.js';
import { MeasurementUses } from './measurement-uses.service.js';
import { MeasurementController } from './measurement.controller.js';
import { MeasurementService } from './measurement.service.js';

@Module({
  imports: [MachineModule, ReadingModule, RuleVersionModule],
  controllers: [MeasurementController],
  providers: [MeasurementService, MeasurementUses],
})
export class MeasurementModule {}
