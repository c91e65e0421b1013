import { Database } from '@argus/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { defaultRules } from './default-rules.js';
import { RulesInForceService } from '../rule-versions/rules-in-force.service.js';
import { RuleStore } from '../rule-versions/rule.store.js';

/** Adds the default rules that were never added before; changed and removed ones stay as they are. */
@Injectable()
export class DefaultRulesService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly store: RuleStore,
    private readonly inForce: RulesInForceService,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.database.transaction(async (tx) => {
      let isNew = false;
      for (const definition of defaultRules) {
        const ruleId = await this.store.create(tx, definition.name);
        if (ruleId === undefined) continue;
        await this.store.addVersion(tx, {
          ruleId,
          version: 1,
          definition,
          effectiveFrom: null,
          createdBy: null,
        });
        isNew = true;
      }
      if (isNew) await this.inForce.change(tx);
    });
  }
}
