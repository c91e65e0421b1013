import { Database } from '@argus/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { defaultRules } from './default-rules.js';
import { RuleBook } from '../evaluation/rule-book.js';
import { RuleStore } from './rule.store.js';

/** Adds the default rules that were never there; those that somebody changed or removed stay as they are. */
@Injectable()
export class DefaultRulesSeeder implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly store: RuleStore,
    private readonly book: RuleBook,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.database.transaction(async (tx) => {
      let isNew = false;
      for (const definition of defaultRules) {
        const ruleId = await this.store.create(tx, definition.name);
        if (ruleId === undefined) continue;
        await this.store.addVersion(tx, { ruleId, version: 1, definition, effectiveFrom: null, by: null });
        isNew = true;
      }
      if (isNew) await this.book.change(tx);
    });
  }
}
