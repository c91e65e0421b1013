import type {
  CallContext,
  Handlers,
  RowParams,
  ruleContract,
  RuleDefinition,
  RulePatch,
  RuleView,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { RuleService } from './rule.service.js';

@Injectable()
export class RuleController implements Handlers<typeof ruleContract> {
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

  remove({ params }: { params: RowParams }): Promise<void> {
    return this.rules.remove(params.id);
  }
}
