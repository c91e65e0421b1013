import type { RuleVersion } from '../rules/rule.js';
import type { EventTime, Sample } from '../samples/sample.js';
import { type Breach, type BreachChange, breachesOf, changesBetween, keyOf, succeed } from './breach.js';
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

export interface Past<R extends RuleVersion = RuleVersion> {
  /** Undefined where the samples begin with the first. */
  readonly checkpoint: SourceState | undefined;
  /** Every sample after the checkpoint, in event order. */
  readonly samples: readonly Sample[];
  /** What rules that are new to the checkpoint are told: samples up to it. */
  readonly told: readonly Sample[];
  /** The recorded breaches: open at the checkpoint or raised later, and all that a new rule may find again. */
  readonly recorded: readonly Breach<R>[];
}

export interface Replay<R extends RuleVersion = RuleVersion> extends Evaluation<R> {
  /** The state before the last samples of the number asked for; undefined where there are no more than these. */
  readonly earlier: SourceState | undefined;
}

/**
 * Evaluates again all that happened since a checkpoint, then timers until the time to which they had been fired. Its changes
 * turn the recorded breaches into the right ones. It keeps the state `back` samples before the last.
 */
export function replay<R extends RuleVersion>(
  program: Program<R>,
  { checkpoint, samples, told, recorded }: Past<R>,
  until: EventTime,
  back = samples.length,
): Replay<R> {
  const state = checkpoint ? program.adopt(checkpoint) : program.initial();
  const open = openIn(program, state);
  const newcomers = checkpoint ? program.newTo(checkpoint) : [];
  const learnt = newcomers.length > 0 ? program.learn(state, newcomers, told) : [];
  const reached = reachedBy(state);
  const cut = Math.max(samples.length - back, 0);
  const before = program.run(state, samples.slice(0, cut));
  const earlier = cut > 0 ? copyOf(state) : undefined;
  const after = program.run(state, samples.slice(cut), Math.max(until, reached));
  const found = breachesOf(open, [...learnt, ...before, ...after]);
  const applying = new Set(program.layout.map(([versionId]) => versionId));
  const evaluated = recorded.filter(({ rule }) => applying.has(rule.id));
  const former = recorded.filter(({ rule }) => !applying.has(rule.id));
  const known = new Set(evaluated.map(keyOf));
  const { changes, rest } = succeed(
    former,
    found.filter((breach) => !known.has(keyOf(breach))),
    reachedBy(state),
  );
  const others = [...found.filter((breach) => known.has(keyOf(breach))), ...rest];
  return { state, earlier, changes: [...changes, ...changesBetween(evaluated, others)] };
}

const openIn = <R extends RuleVersion>(program: Program<R>, state: SourceState): Breach<R>[] =>
  program.openBreaches(state).map(({ rule, breach }) => ({ rule, returnedAt: null, ...breach }));
