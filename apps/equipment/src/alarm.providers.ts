import { AlarmLog } from './alarms/alarms/alarm-log.js';
import { AlarmLogStore } from './alarms/alarms/alarm-log.store.js';
import { AlarmActions } from './alarms/alarms/alarm.actions.js';
import { AlarmController } from './alarms/alarms/alarm.controller.js';
import { AlarmService } from './alarms/alarms/alarm.service.js';
import { AlarmStore } from './alarms/alarms/alarm.store.js';
import { BreachStore } from './alarms/alarms/breach.store.js';
import { ShelfService } from './alarms/alarms/shelf.service.js';
import { BackTestController } from './alarms/back-tests/back-test.controller.js';
import { BackTestService } from './alarms/back-tests/back-test.service.js';
import { BackTestStore } from './alarms/back-tests/back-test.store.js';
import { BackTestWorker } from './alarms/back-tests/back-test.worker.js';
import { AlarmClock } from './alarms/evaluation/alarm-clock.js';
import { AlarmEvaluation } from './alarms/evaluation/alarm-evaluation.js';
import { CheckpointStore } from './alarms/evaluation/checkpoint.store.js';
import { HistoryStore } from './alarms/evaluation/history.store.js';
import { StateCache } from './alarms/evaluation/state-cache.js';
import { WatchStore } from './alarms/evaluation/watch.store.js';
import { DefaultRulesSeeder } from './alarms/rules/default-rules.seeder.js';
import { RuleBook } from './alarms/evaluation/rule-book.js';
import { RuleController } from './alarms/rules/rule.controller.js';
import { RuleService } from './alarms/rules/rule.service.js';
import { RuleStore } from './alarms/rules/rule.store.js';

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
