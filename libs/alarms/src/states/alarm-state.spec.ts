import { type AlarmState, alarmStates } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AlarmAction, alarmActions, isOpen, isOutOfView, nextState } from './alarm-state.js';

/*
 * The whole machine, written out as ISA-18.2 draws it: state, action, process active afterwards, rule latching → next state.
 * A dash says that the action is refused.
 */
const rows: Record<AlarmState, Record<AlarmAction, string>> = {
  normal: {
    activate: 'unack_active',
    return: '-',
    escalate: '-',
    withdraw: '-',
    acknowledge: '-',
    reset: '-',
    shelve: 'shelved',
    unshelve: '-',
    suppress: 'suppressed',
    unsuppress: '-',
    remove_from_service: 'out_of_service',
    return_to_service: '-',
  },
  unack_active: {
    activate: '-',
    return: 'latching ? latched_unack : unack_returned',
    escalate: 'unack_active',
    withdraw: 'normal',
    acknowledge: 'ack_active',
    reset: '-',
    shelve: 'shelved',
    unshelve: '-',
    suppress: 'suppressed',
    unsuppress: '-',
    remove_from_service: 'out_of_service',
    return_to_service: '-',
  },
  ack_active: {
    activate: '-',
    return: 'latching ? latched_ack : normal',
    escalate: 'unack_active',
    withdraw: 'normal',
    acknowledge: '-',
    reset: '-',
    shelve: 'shelved',
    unshelve: '-',
    suppress: 'suppressed',
    unsuppress: '-',
    remove_from_service: 'out_of_service',
    return_to_service: '-',
  },
  unack_returned: {
    activate: 'unack_active',
    return: '-',
    escalate: '-',
    withdraw: 'normal',
    acknowledge: 'normal',
    reset: '-',
    shelve: 'shelved',
    unshelve: '-',
    suppress: 'suppressed',
    unsuppress: '-',
    remove_from_service: 'out_of_service',
    return_to_service: '-',
  },
  latched_unack: {
    activate: 'unack_active',
    return: '-',
    escalate: '-',
    withdraw: 'normal',
    acknowledge: 'latched_ack',
    reset: 'unack_returned',
    shelve: 'shelved',
    unshelve: '-',
    suppress: 'suppressed',
    unsuppress: '-',
    remove_from_service: 'out_of_service',
    return_to_service: '-',
  },
  latched_ack: {
    activate: 'unack_active',
    return: '-',
    escalate: '-',
    withdraw: 'normal',
    acknowledge: '-',
    reset: 'normal',
    shelve: 'shelved',
    unshelve: '-',
    suppress: 'suppressed',
    unsuppress: '-',
    remove_from_service: 'out_of_service',
    return_to_service: '-',
  },
  shelved: {
    activate: 'shelved',
    return: 'shelved',
    escalate: 'shelved',
    withdraw: 'shelved',
    acknowledge: '-',
    reset: '-',
    shelve: 'shelved',
    unshelve: 'active ? unack_active : normal',
    suppress: 'suppressed',
    unsuppress: '-',
    remove_from_service: 'out_of_service',
    return_to_service: '-',
  },
  suppressed: {
    activate: 'suppressed',
    return: 'suppressed',
    escalate: 'suppressed',
    withdraw: 'suppressed',
    acknowledge: '-',
    reset: '-',
    shelve: '-',
    unshelve: '-',
    suppress: '-',
    unsuppress: 'active ? unack_active : normal',
    remove_from_service: 'out_of_service',
    return_to_service: '-',
  },
  out_of_service: {
    activate: 'out_of_service',
    return: 'out_of_service',
    escalate: 'out_of_service',
    withdraw: 'out_of_service',
    acknowledge: '-',
    reset: '-',
    shelve: '-',
    unshelve: '-',
    suppress: '-',
    unsuppress: '-',
    remove_from_service: '-',
    return_to_service: 'active ? unack_active : normal',
  },
};

function expected(cell: string, conditions: Record<string, boolean>): string | undefined {
  const choice = /^(\w+) \? (\w+) : (\w+)$/.exec(cell);
  if (choice) return conditions[choice[1]!] ? choice[2] : choice[3];
  return cell === '-' ? undefined : cell;
}

describe('alarm states', () => {
  it('every state, action and condition leads where ISA-18.2 says', () => {
    let cases = 0;
    for (const state of alarmStates)
      for (const action of alarmActions)
        for (const active of [true, false])
          for (const latching of [true, false]) {
            const next = nextState(state, action, { active, latching });
            expect([state, action, next]).toEqual([
              state,
              action,
              expected(rows[state][action], { active, latching }),
            ]);
            cases++;
          }
    expect(cases).toBe(9 * 12 * 4);
  });

  it('every state can be reached, and each has a way back to normal', () => {
    const reach = (from: AlarmState): Set<AlarmState> => {
      const seen = new Set([from]);
      for (const state of seen)
        for (const action of alarmActions)
          for (const active of [true, false])
            for (const latching of [true, false]) {
              const next = nextState(state, action, { active, latching });
              if (next) seen.add(next);
            }
      return seen;
    };
    expect(reach('normal')).toEqual(new Set(alarmStates));
    for (const state of alarmStates) expect(reach(state)).toContain('normal');
  });

  it('no sequence of actions shows an active alarm as normal', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.array(fc.constantFrom(...alarmActions), { maxLength: 60 }),
        (latching, actions) => {
          let state: AlarmState = 'normal';
          let active = false;
          for (const action of actions) {
            if (
              action === 'activate' ? active : action === 'return' || action === 'withdraw' ? !active : false
            )
              continue;
            const after: boolean =
              action === 'activate' ? true : action === 'return' || action === 'withdraw' ? false : active;
            const next = nextState(state, action, { active: after, latching });
            if (next === undefined) continue;
            state = next;
            active = after;
            expect(active && !isOpen(state)).toBe(false);
            if (!isOutOfView(state) && isOpen(state)) expect(state.endsWith('_active')).toBe(active);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
