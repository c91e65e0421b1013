import type { RuleVersion } from '../rules/rule.js';
import type { EventTime, Sample } from '../samples/sample.js';
import { type Breach, type BreachChange, breachesOf, changesBetween } from './breach.js';
import type { Program } from './program.js';
import { copyOf, reachedBy, type SourceState } from './source-state.js';

export interface Evaluation<R extends RuleVersion = RuleVersion> {
  readonly state: SourceState;
  readonly changes: readonly BreachChange<R>[];
}

/** Goes on from the current state with samples that follow it. */
export function continueFrom<R extends RuleVersion>(
  program: Program<R>,
  current: SourceState,
  samples: readonly Sample[],
  until?: EventTime,
): Evaluation<R> {
  const state = copyOf(current);
  const open = openIn(program, state);
  const transitions = program.run(state, samples, until);
  if (transitions.length === 0) return { state, changes: [] };
  return { state, changes: changesBetween(open, breachesOf(open, transitions)) };
}

/**
 * Evaluates again all that happened since a checkpoint: every sample after it, in event order, then timers until the time to
 * which they had been fired. Its changes turn the recorded breaches (open at the checkpoint, or raised later) into the right
 * ones.
 */
export function replay<R extends RuleVersion>(
  program: Program<R>,
  checkpoint: SourceState | undefined,
  samples: readonly Sample[],
  until: EventTime,
  recorded: readonly Breach<R>[],
): Evaluation<R> {
  const state = checkpoint ? program.adopt(checkpoint) : program.initial();
  const open = openIn(program, state);
  const found = breachesOf(open, program.run(state, samples, until));
  const applying = new Set(program.layout.map(([versionId]) => versionId));
  const evaluated = recorded.filter(({ rule }) => applying.has(rule.id));
  // Rules that no longer apply to the source, say after a change of its type, end what they had raised.
  const ended = recorded
    .filter(({ rule, returnedAt }) => !applying.has(rule.id) && returnedAt === null)
    .map((before): BreachChange<R> => {
      const returnedAt = Math.max(before.raisedAt, reachedBy(state));
      return { kind: 'amended', before, breach: { ...before, returnedAt } };
    });
  return { state, changes: [...ended, ...changesBetween(evaluated, found)] };
}

const openIn = <R extends RuleVersion>(program: Program<R>, state: SourceState): Breach<R>[] =>
  program.openBreaches(state).map(({ rule, breach }) => ({ rule, returnedAt: null, ...breach }));
