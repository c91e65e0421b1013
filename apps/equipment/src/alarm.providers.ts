import { AlarmLog } from './alarms/alarm-log.js';
import { AlarmLogStore } from './alarms/alarm-log.store.js';
import { AlarmActions } from './alarms/alarm.actions.js';
import { AlarmController } from './alarms/alarm.controller.js';
import { AlarmService } from './alarms/alarm.service.js';
import { AlarmStore } from './alarms/alarm.store.js';
import { BreachStore } from './alarms/breach.store.js';
import { ShelfService } from './alarms/shelf.service.js';
import { BackTestController } from './back-tests/back-test.controller.js';
import { BackTestService } from './back-tests/back-test.service.js';
import { BackTestStore } from './back-tests/back-test.store.js';
import { BackTestWorker } from './back-tests/back-test.worker.js';
import { AlarmClock } from './evaluation/alarm-clock.js';
import { AlarmEvaluation } from './evaluation/alarm-evaluation.js';
import { CheckpointStore } from './evaluation/checkpoint.store.js';
import { HistoryStore } from './evaluation/history.store.js';
import { StateCache } from './evaluation/state-cache.js';
import { WatchStore } from './evaluation/watch.store.js';
import { DefaultRulesSeeder } from './rules/default-rules.seeder.js';
import { RuleBook } from './rules/rule-book.js';
import { RuleController } from './rules/rule.controller.js';
import { RuleService } from './rules/rule.service.js';
import { RuleStore } from './rules/rule.store.js';

/** Rules, alarms and back-tests. */
export const alarmProviders = [
  AlarmActions,
  AlarmClock,
  AlarmController,
  AlarmEvaluation,
  AlarmLog,
  AlarmLogStore,
  AlarmService,
  AlarmStore,
  BackTestController,
  BackTestService,
  BackTestStore,
  BackTestWorker,
  BreachStore,
  CheckpointStore,
  DefaultRulesSeeder,
  HistoryStore,
  RuleBook,
  RuleController,
  RuleService,
  RuleStore,
  ShelfService,
  StateCache,
  WatchStore,
];
