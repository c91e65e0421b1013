import { Module } from '@nestjs/common';
import { MachineModule } from '../../machines/machine.module.js';
import { EvaluationModule } from '../evaluation/evaluation.module.js';
import { AlarmLogModule } from '../log/alarm-log.module.js';
import { RuleVersionModule } from '../rule-versions/rule-version.module.js';
import { AlarmActionService } from './alarm-action.service.js';
import { AlarmClock } from './alarm.clock.js';
import { FeedModule } from '../../history/feeds/feed.module.js';
import { ReadingModule } from '../../readings/reading.module.js';
import { AlarmFeed } from './alarm-feed.service.js';
import { AlarmController } from './alarm.controller.js';
import { AlarmService } from './alarm.service.js';
import { ShelfService } from './shelf.service.js';

@Module({
  imports: [AlarmLogModule, EvaluationModule, FeedModule, MachineModule, ReadingModule, RuleVersionModule],
  controllers: [AlarmController],
  providers: [AlarmActionService, AlarmClock, AlarmFeed, AlarmService, ShelfService],
})
export class AlarmModule {}
