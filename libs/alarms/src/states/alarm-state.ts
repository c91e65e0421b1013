import type { AlarmState } from '@argus/contracts';

export const alarmActions = [
  /* Of the process. */
  'activate',
  'return',
  /** The severity rose; an acknowledgement of the lower one does not cover it. */
  'escalate',
  /** All breaches of this alarm were withdrawn. */
  'withdraw',
  /* Of people. */
  'acknowledge',
  'reset',
  'shelve',
  'unshelve',
  'suppress',
  'unsuppress',
  'remove_from_service',
  'return_to_service',
] as const;
export type AlarmAction = (typeof alarmActions)[number];

export interface AlarmConditions {
  /** The process is in the alarm's condition, after the action. */
  readonly active: boolean;
  /** Returned alarms of this rule stay until they are reset. */
  readonly latching: boolean;
}

type Next = AlarmState | ((conditions: AlarmConditions) => AlarmState);
type Row = Partial<Record<AlarmAction, Next>>;

/** An alarm that comes back into view is unacknowledged if the process is still in its condition. */
const backInView: Next = ({ active }) => (active ? 'unack_active' : 'normal');

const intoOverride: Row = {
  shelve: 'shelved',
  suppress: 'suppressed',
  remove_from_service: 'out_of_service',
};

/** While an alarm is shelved, suppressed or out of service, the process changes no state. */
const outOfView = (state: AlarmState): Row => ({
  activate: state,
  return: state,
  escalate: state,
  withdraw: state,
});

/** Where each action leads from each state. Missing actions are refused. */
const table: Readonly<Record<AlarmState, Row>> = {
  normal: { ...intoOverride, activate: 'unack_active' },
  unack_active: {
    ...intoOverride,
    escalate: 'unack_active',
    return: ({ latching }) => (latching ? 'latched_unack' : 'unack_returned'),
    withdraw: 'normal',
    acknowledge: 'ack_active',
  },
  ack_active: {
    ...intoOverride,
    escalate: 'unack_active',
    return: ({ latching }) => (latching ? 'latched_ack' : 'normal'),
    withdraw: 'normal',
  },
  unack_returned: {
    ...intoOverride,
    activate: 'unack_active',
    withdraw: 'normal',
    acknowledge: 'normal',
  },
  latched_unack: {
    ...intoOverride,
    activate: 'unack_active',
    withdraw: 'normal',
    acknowledge: 'latched_ack',
    reset: 'unack_returned',
  },
  latched_ack: { ...intoOverride, activate: 'unack_active', withdraw: 'normal', reset: 'normal' },
  shelved: {
    ...outOfView('shelved'),
    shelve: 'shelved',
    unshelve: backInView,
    suppress: 'suppressed',
    remove_from_service: 'out_of_service',
  },
  suppressed: { ...outOfView('suppressed'), unsuppress: backInView, remove_from_service: 'out_of_service' },
  out_of_service: { ...outOfView('out_of_service'), return_to_service: backInView },
};

/** The state after the action, or undefined where the state does not allow it. */
export function nextState(
  state: AlarmState,
  action: AlarmAction,
  conditions: AlarmConditions,
): AlarmState | undefined {
  const next = table[state][action];
  return typeof next === 'function' ? next(conditions) : next;
}

export const isOpen = (state: AlarmState): boolean => state !== 'normal';

/** Whether operators do not see the alarm. */
export const isOutOfView = (state: AlarmState): boolean =>
  state === 'shelved' || state === 'suppressed' || state === 'out_of_service';
