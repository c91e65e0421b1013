/** States of an alarm in ISA-18.2 (figure 2, A to I). */
export const alarmStates = [
  'normal',
  'unack_active',
  'ack_active',
  'unack_returned',
  'latched_unack',
  'latched_ack',
  'shelved',
  'suppressed',
  'out_of_service',
] as const;
export type AlarmState = (typeof alarmStates)[number];
