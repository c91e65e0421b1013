/** What the history of an alarm calls its events. */
export const alarmEventActions = [
  /* Of the process. */
  'activate',
  'return',
  'escalate',
  'de-escalate',
  'withdraw',
  'resume',
  /* Of people. */
  'acknowledge',
  'comment',
  'reset',
  'shelve',
  'unshelve',
  'suppress',
  'unsuppress',
  'remove_from_service',
  'return_to_service',
  /* Of what changed around it. */
  'regrade',
  'change_rule',
  'remove_rule',
  'change_equipment',
] as const;
export type AlarmEventAction = (typeof alarmEventActions)[number];
