import { AlarmEvent } from './alarms/log/alarm-event.entity.js';
import { Alarm } from './alarms/log/alarm.entity.js';
import { Breach } from './alarms/log/breach.entity.js';
import { BackTest } from './alarms/back-tests/back-test.entity.js';
import { Checkpoint } from './alarms/evaluation/checkpoint.entity.js';
import { EquipmentWatch } from './alarms/evaluation/equipment-watch.entity.js';
import { UnevaluatedReading } from './alarms/evaluation/unevaluated-reading.entity.js';
import { RuleSet } from './alarms/rule-versions/rule-set.entity.js';
import { RuleVersion } from './alarms/rule-versions/rule-version.entity.js';
import { Rule } from './alarms/rule-versions/rule.entity.js';

/** Rules, alarms and what evaluating them needs. */
export const alarmEntities = [
  Alarm,
  AlarmEvent,
  BackTest,
  Checkpoint,
  EquipmentWatch,
  Breach,
  Rule,
  RuleSet,
  RuleVersion,
  UnevaluatedReading,
];
