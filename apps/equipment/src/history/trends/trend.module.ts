import { Module } from '@nestjs/common';
import { RuleVersionModule } from '../../alarms/rule-versions/rule-version.module.js';
import { MachineModule } from '../../machines/machine.module.js';
import { ReadingModule } from '../../readings/reading.module.js';
import { TrendController } from './trend.controller.js';
import { TrendService } from './trend.service.js';
import { TrendStore } from './trend.store.js';

@Module({
  imports: [MachineModule, ReadingModule, RuleVersionModule],
  controllers: [TrendController],
  providers: [TrendService, TrendStore],
})
export class TrendModule {}
