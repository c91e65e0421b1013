import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { RuleSet } from './rule-set.entity.js';
import { RuleVersion } from './rule-version.entity.js';
import { Rule } from './rule.entity.js';
import { RuleStore } from './rule.store.js';
import { RulesInForceService } from './rules-in-force.service.js';

@Module({
  imports: [Entities.forFeature([Rule, RuleSet, RuleVersion])],
  providers: [RulesInForceService, RuleStore],
  exports: [RulesInForceService, RuleStore],
})
export class RuleVersionModule {}
