import type { Transition } from '../rules/compile-rule.js';
import type { EventTime } from '../rules/moment.js';
import type { RuleVersion } from '../rules/rule-version.js';

/** A time during which a rule was broken. `raisedAt` tells it from others of the rule and equipment. */
export interface Breach {
  readonly rule: RuleVersion;
  readonly raisedAt: EventTime;
  readonly returnedAt: EventTime | null;
  /** Index in `severities`, now or at the end. */
  readonly severity: number;
  readonly peak: number;
  /** What was measured when it rose; absent where it is not told anew. */
  readonly values?: { readonly temperature: number; readonly speed: number; readonly pressure: number };
}

export type BreachChange =
  | { readonly kind: 'raised'; readonly breach: Breach }
  | { readonly kind: 'amended'; readonly before: Breach; readonly breach: Breach }
  /** A late reading showed that it never was. */
  | { readonly kind: 'withdrawn'; readonly breach: Breach };

/** Breaches that transitions tell, beginning with those open before; in order of rising per rule. */
export function breachesOf(open: readonly Breach[], transitions: readonly Transition[]): Breach[] {
  const all: Breach[] = [...open];
  const current = new Map(open.map((breach, index) => [breach.rule.id, index]));
  for (const { rule, kind, at, severity, temperature, speed, pressure } of transitions) {
    if (kind === 'raised') {
      current.set(rule.id, all.length);
      const values = { temperature, speed, pressure };
      all.push({ rule, raisedAt: at, returnedAt: null, severity, peak: severity, values });
      continue;
    }
    const index = current.get(rule.id)!;
    const breach = all[index]!;
    all[index] =
      kind === 'returned'
        ? { ...breach, returnedAt: at }
        : { ...breach, severity, peak: Math.max(breach.peak, severity) };
  }
  return all;
}

/**
 * What makes the breaches that are recorded those that were found. One that moved in time stays the same breach where
 * the two overlap, so that nobody is alerted again.
 */
export function changesBetween(recorded: readonly Breach[], found: readonly Breach[]): BreachChange[] {
  const changes: BreachChange[] = [];
  const unmatched = new Map(recorded.map((breach) => [keyOf(breach), breach]));
  const moved: Breach[] = [];
  for (const breach of found) {
    const before = unmatched.get(keyOf(breach));
    if (!before) moved.push(breach);
    else {
      unmatched.delete(keyOf(breach));
      if (differs(before, breach)) changes.push({ kind: 'amended', before, breach });
    }
  }
  for (const breach of moved) {
    const before = [...unmatched.values()].find((other) => overlap(other, breach));
    if (before) unmatched.delete(keyOf(before));
    changes.push(before ? { kind: 'amended', before, breach } : { kind: 'raised', breach });
  }
  const withdrawn = [...unmatched.values()].map((breach) => ({ kind: 'withdrawn' as const, breach }));
  return [...withdrawn, ...changes.sort((one, other) => one.breach.raisedAt - other.breach.raisedAt)];
}

const keyOf = ({ rule, raisedAt }: Breach): string => `${rule.id}/${raisedAt}`;

const differs = (one: Breach, other: Breach): boolean =>
  one.returnedAt !== other.returnedAt || one.severity !== other.severity || one.peak !== other.peak;

const overlap = (one: Breach, other: Breach): boolean =>
  one.rule.id === other.rule.id &&
  one.raisedAt <= (other.returnedAt ?? Infinity) &&
  other.raisedAt <= (one.returnedAt ?? Infinity);
