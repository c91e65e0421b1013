import { defineSettings, integer, type SettingsOf } from '@argus/service-kit';

export const equipmentSettings = defineSettings('equipment', {
  EQUIPMENT_RETENTION_DAYS: integer({
    default: 400,
    min: 7,
    max: 36_500,
    desc: 'Days that readings, production counts and stop explanations are kept, counted from the time they are about; older ones are deleted and refused',
  }),
  EQUIPMENT_ALARM_RETENTION_DAYS: integer({
    default: 1095,
    min: 30,
    max: 36_500,
    desc: 'Days that the alarm log is kept: past breaches, actions on alarms, closed alarms. Open alarms stay; alerts have their own setting',
  }),
  EQUIPMENT_ALERT_RETENTION_DAYS: integer({
    default: undefined,
    min: 30,
    max: 36_500,
    desc: 'Days that alerts (/api/alerts/) are kept, except those of active breaches; without a value they are kept for ever',
  }),
  EQUIPMENT_LATENESS_SECONDS: integer({
    default: 300,
    min: 1,
    max: 86_400,
    desc: 'How far a reading may lie behind the newest one of its machine and still be evaluated by alarm rules; later ones are only stored',
  }),
  EQUIPMENT_CLOCK_SKEW_SECONDS: integer({
    default: 60,
    min: 0,
    max: 86_400,
    desc: 'How far the measuring time of a reading may lie ahead of its arrival and still be evaluated by alarm rules',
  }),
  EQUIPMENT_RULE_LOOKBACK_SECONDS: integer({
    default: 3600,
    min: 0,
    max: 2_592_000,
    desc: 'How far back a new or changed alarm rule is told stored readings, beyond the delays and windows that it names',
  }),
  EQUIPMENT_TIMER_GRACE_MS: integer({
    default: 1000,
    min: 0,
    max: 60_000,
    desc: 'How long timers of rules wait for readings that are still in transit; alarm times stay exact',
  }),
  EQUIPMENT_MAX_SHELVED_SECONDS: integer({
    default: 43_200,
    min: 60,
    max: 31_536_000,
    desc: 'Longest time an alarm may be shelved',
  }),
  EQUIPMENT_MAX_RULES: integer({
    default: 500,
    min: 1,
    max: 5000,
    desc: 'Maximum number of alarm rules',
  }),
});

export type EquipmentSettings = SettingsOf<typeof equipmentSettings>;
