import type { EventTime, Observation } from '../rules/moment.js';
import { type Breach, type BreachChange, breachesOf, changesBetween } from './breach.js';
import { copyOf, type EquipmentState, type Program, reachedBy } from './program.js';

export interface Evaluation {
  readonly state: EquipmentState;
  readonly changes: readonly BreachChange[];
}

/** Goes on from the present with readings that follow it. */
export function continueFrom(
  program: Program,
  present: EquipmentState,
  readings: readonly Observation[],
  until?: EventTime,
): Evaluation {
  const state = copyOf(present);
  const open = openIn(program, state);
  const transitions = program.run(state, readings, until);
  if (transitions.length === 0) return { state, changes: [] };
  return { state, changes: changesBetween(open, breachesOf(open, transitions)) };
}

/**
 * Tells everything since a checkpoint anew, with all readings after it in event order and until the time to which timers
 * had been fired; the changes make the recorded breaches (those that were open at the checkpoint or rose later) what they
 * should be.
 */
export function rebuild(
  program: Program,
  checkpoint: EquipmentState | undefined,
  readings: readonly Observation[],
  until: EventTime,
  recorded: readonly Breach[],
): Evaluation {
  const state = checkpoint ? program.adopt(checkpoint) : program.initial();
  const open = openIn(program, state);
  const found = breachesOf(open, program.run(state, readings, until));
  const applying = new Set(program.layout.map(([versionId]) => versionId));
  const told = recorded.filter(({ rule }) => applying.has(rule.id));
  // The equipment is of another type than before: what rules of the former one had raised ends.
  const left = recorded
    .filter(({ rule, returnedAt }) => !applying.has(rule.id) && returnedAt === null)
    .map((before): BreachChange => {
      const returnedAt = Math.max(before.raisedAt, reachedBy(state));
      return { kind: 'amended', before, breach: { ...before, returnedAt } };
    });
  return { state, changes: [...left, ...changesBetween(told, found)] };
}

const openIn = (program: Program, state: EquipmentState): Breach[] =>
  program.openBreaches(state).map(({ rule, breach }) => ({ rule, returnedAt: null, ...breach }));
