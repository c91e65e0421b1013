import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { MachineModule } from '../../machines/machine.module.js';
import { RuleSet } from './rule-set.entity.js';
import { RuleVersion } from './rule-version.entity.js';
import { Rule } from './rule.entity.js';
import { RuleStore } from './rule.store.js';
import { RulesInForceService } from './rules-in-force.service.js';

@Module({
  imports: [MachineModule, Entities.forFeature([Rule, RuleSet, RuleVersion])],
  providers: [RulesInForceService, RuleStore],
  exports: [RulesInForceService, RuleStore],
})
export class RuleVersionModule {}
