import { AlarmEvent } from './alarms/alarms/alarm-event.entity.js';
import { Alarm } from './alarms/alarms/alarm.entity.js';
import { RecordedBreach } from './alarms/alarms/breach.entity.js';
import { BackTest } from './alarms/back-tests/back-test.entity.js';
import { Checkpoint } from './alarms/evaluation/checkpoint.entity.js';
import { EquipmentWatch } from './alarms/evaluation/equipment-watch.entity.js';
import { UnevaluatedReading } from './alarms/evaluation/unevaluated-reading.entity.js';
import { RuleSet } from './alarms/rules/rule-set.entity.js';
import { RuleVersion } from './alarms/rules/rule-version.entity.js';
import { Rule } from './alarms/rules/rule.entity.js';

/** Rules, alarms and what evaluating them needs. */
export const alarmEntities = [
  Alarm,
  AlarmEvent,
  BackTest,
  Checkpoint,
  EquipmentWatch,
  RecordedBreach,
  Rule,
  RuleSet,
  RuleVersion,
  UnevaluatedReading,
];
