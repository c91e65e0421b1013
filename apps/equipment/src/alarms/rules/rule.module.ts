import { Module } from '@nestjs/common';
import { MachineModule } from '../../machines/machine.module.js';
import { EvaluationModule } from '../evaluation/evaluation.module.js';
import { AlarmLogModule } from '../log/alarm-log.module.js';
import { RuleVersionModule } from '../rule-versions/rule-version.module.js';
import { DefaultRulesService } from './default-rules.service.js';
import { RuleController } from './rule.controller.js';
import { RuleService } from './rule.service.js';
import { TypeChangeService } from './type-change.service.js';

@Module({
  imports: [AlarmLogModule, EvaluationModule, MachineModule, RuleVersionModule],
  controllers: [RuleController],
  providers: [DefaultRulesService, RuleService, TypeChangeService],
  exports: [RuleService],
})
export class RuleModule {}
