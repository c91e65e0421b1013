import { defineSettings, integer, type SettingsOf } from '@argus/service-kit';

export const equipmentSettings = defineSettings('equipment', {
  EQUIPMENT_RETENTION_DAYS: integer({
    default: 400,
    min: 7,
    max: 36_500,
    desc: 'Days that readings, production counts and explanations of stops are kept, counted from what they tell of; older ones are neither kept nor taken',
  }),
  EQUIPMENT_ALARM_RETENTION_DAYS: integer({
    default: 1095,
    min: 30,
    max: 36_500,
    desc: 'Days that the log of alarms is kept: breaches that are over, what was done with alarms, alarms that are closed; open alarms stay, and alerts have a setting of their own',
  }),
  EQUIPMENT_ALERT_RETENTION_DAYS: integer({
    default: undefined,
    min: 30,
    max: 36_500,
    desc: 'Days that alerts (/api/alerts/) are kept, those of breaches that last excepted; for ever when absent',
  }),
  EQUIPMENT_LATENESS_SECONDS: integer({
    default: 300,
    min: 1,
    max: 86_400,
    desc: 'How far a reading may lie behind the newest of its equipment and still be evaluated by alarm rules; later ones are only stored',
  }),
  EQUIPMENT_CLOCK_SKEW_SECONDS: integer({
    default: 60,
    min: 0,
    max: 86_400,
    desc: 'How far a measuring time may lie ahead of its arrival and still be evaluated by alarm rules',
  }),
  EQUIPMENT_TIMER_GRACE_MS: integer({
    default: 1000,
    min: 0,
    max: 60_000,
    desc: 'How long timers of rules wait for readings that are still on their way; alarm times stay exact',
  }),
  EQUIPMENT_MAX_SHELVED_SECONDS: integer({
    default: 43_200,
    min: 60,
    max: 31_536_000,
    desc: 'Longest time for which an alarm may be shelved',
  }),
  EQUIPMENT_MAX_RULES: integer({
    default: 500,
    min: 1,
    max: 5000,
    desc: 'How many alarm rules there may be',
  }),
});

export type EquipmentSettings = SettingsOf<typeof equipmentSettings>;
