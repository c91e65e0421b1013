import { Module } from '@nestjs/common';
import { MachineModule } from '../../machines/machine.module.js';
import { EvaluationModule } from '../evaluation/evaluation.module.js';
import { AlarmLogModule } from '../log/alarm-log.module.js';
import { RuleVersionModule } from '../rule-versions/rule-version.module.js';
import { AlarmActionService } from './alarm-action.service.js';
import { AlarmClock } from './alarm.clock.js';
import { AlarmController } from './alarm.controller.js';
import { AlarmService } from './alarm.service.js';
import { ShelfService } from './shelf.service.js';

@Module({
  imports: [AlarmLogModule, EvaluationModule, MachineModule, RuleVersionModule],
  controllers: [AlarmController],
  providers: [AlarmActionService, AlarmClock, AlarmService, ShelfService],
})
export class AlarmModule {}
