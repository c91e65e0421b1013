import { AlarmEvent } from './alarms/alarm-event.entity.js';
import { Alarm } from './alarms/alarm.entity.js';
import { RecordedBreach } from './alarms/breach.entity.js';
import { BackTest } from './back-tests/back-test.entity.js';
import { Checkpoint } from './evaluation/checkpoint.entity.js';
import { EquipmentWatch } from './evaluation/equipment-watch.entity.js';
import { UnevaluatedReading } from './evaluation/unevaluated-reading.entity.js';
import { RuleSet } from './rules/rule-set.entity.js';
import { RuleVersion } from './rules/rule-version.entity.js';
import { Rule } from './rules/rule.entity.js';

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
