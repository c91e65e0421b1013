import { Database } from '@argus/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { WatchStore } from '../evaluation/watch.store.js';
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
    private readonly watches: WatchStore,
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
      if (!isNew) return;
      await this.inForce.change(tx);
      await this.watches.recheck(tx, defaultRules);
    });
  }
}
