import { AlarmLogService } from './alarms/log/alarm-log.service.js';
import { AlarmEventStore } from './alarms/log/alarm-event.store.js';
import { AlarmDraftStore } from './alarms/log/alarm-draft.store.js';
import { AlarmActionService } from './alarms/alarms/alarm-action.service.js';
import { AlarmController } from './alarms/alarms/alarm.controller.js';
import { AlarmService } from './alarms/alarms/alarm.service.js';
import { AlarmStore } from './alarms/log/alarm.store.js';
import { BreachStore } from './alarms/log/breach.store.js';
import { ShelfService } from './alarms/alarms/shelf.service.js';
import { BackTestController } from './alarms/back-tests/back-test.controller.js';
import { BackTestService } from './alarms/back-tests/back-test.service.js';
import { BackTestStore } from './alarms/back-tests/back-test.store.js';
import { BackTestWorker } from './alarms/back-tests/back-test.worker.js';
import { AlarmClock } from './alarms/alarms/alarm-clock.js';
import { AlarmEvaluationService } from './alarms/evaluation/alarm-evaluation.service.js';
import { CheckpointStore } from './alarms/evaluation/checkpoint.store.js';
import { HistoryStore } from './alarms/evaluation/history.store.js';
import { StateCache } from './alarms/evaluation/state-cache.js';
import { WatchStore } from './alarms/evaluation/watch.store.js';
import { DefaultRulesService } from './alarms/rules/default-rules.service.js';
import { RulesInForceService } from './alarms/rule-versions/rules-in-force.service.js';
import { RuleController } from './alarms/rules/rule.controller.js';
import { RuleService } from './alarms/rules/rule.service.js';
import { RuleStore } from './alarms/rule-versions/rule.store.js';

/** Rules, alarms and back-tests. */
export const alarmProviders = [
  AlarmActionService,
  AlarmClock,
  AlarmController,
  AlarmEvaluationService,
  AlarmLogService,
  AlarmDraftStore,
  AlarmEventStore,
  AlarmService,
  AlarmStore,
  BackTestController,
  BackTestService,
  BackTestStore,
  BackTestWorker,
  BreachStore,
  CheckpointStore,
  DefaultRulesService,
  HistoryStore,
  RulesInForceService,
  RuleController,
  RuleService,
  RuleStore,
  ShelfService,
  StateCache,
  WatchStore,
];
