import {
  type CallContext,
  type RowParams,
  ruleContract,
  type RuleDefinition,
  type RulePatch,
  type RuleView,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { RuleService } from './rule.service.js';

@Controller()
@Handles(ruleContract)
export class RuleController {
  constructor(private readonly rules: RuleService) {}

  list(): Promise<RuleView[]> {
    return this.rules.list();
  }

  create({ body }: { body: RuleDefinition }, context: CallContext): Promise<RuleView> {
    return this.rules.create(body, context);
  }

  get({ params }: { params: RowParams }): Promise<RuleView> {
    return this.rules.get(params.id);
  }

  versions({ params }: { params: RowParams }): Promise<RuleView[]> {
    return this.rules.versions(params.id);
  }

  replace(
    { params, body }: { params: RowParams; body: RuleDefinition },
    context: CallContext,
  ): Promise<RuleView> {
    return this.rules.replace(params.id, body, context);
  }

  change({ params, body }: { params: RowParams; body: RulePatch }, context: CallContext): Promise<RuleView> {
    return this.rules.change(params.id, body, context);
  }

  remove({ params }: { params: RowParams }, context: CallContext): Promise<void> {
    return this.rules.remove(params.id, context);
  }
}
