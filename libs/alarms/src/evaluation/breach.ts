import type { Transition } from '../rules/compile-rule.js';
import type { RuleVersion } from '../rules/rule.js';
import type { EventTime } from '../samples/sample.js';

/** A time during which a rule was broken. `raisedAt` tells it from others of the same rule and source. */
export interface Breach<R extends RuleVersion = RuleVersion> {
  readonly rule: R;
  readonly raisedAt: EventTime;
  readonly returnedAt: EventTime | null;
  /** Index in `severities`, now or at the end. */
  readonly severity: number;
  readonly peak: number;
  /** When its severity changed last, where that was seen; not recorded with it. */
  readonly gradedAt?: EventTime;
  /** Its rule was changed, switched off or moved away while it lasted. */
  readonly isCut?: boolean;
  /** The values known when it rose, in the order of the signals; absent where it rose before the replay began. */
  readonly values?: readonly number[];
}

export type BreachChange<R extends RuleVersion = RuleVersion> =
  | { readonly kind: 'raised'; readonly breach: Breach<R> }
  | { readonly kind: 'amended'; readonly before: Breach<R>; readonly breach: Breach<R> }
  /** A late sample showed that it never was. */
  | { readonly kind: 'withdrawn'; readonly breach: Breach<R> };

/**
 * The breaches that transitions make, beginning with those open before; in order of rising per rule. Those that were over when
 * their rule came into force are left out.
 */
export function breachesOf<R extends RuleVersion>(
  open: readonly Breach<R>[],
  transitions: readonly Transition<R>[],
): Breach<R>[] {
  const all: Breach<R>[] = [...open];
  const current = new Map(open.map((breach, index) => [breach.rule.id, index]));
  for (const { rule, kind, at, severity, values } of transitions) {
    if (kind === 'raised') {
      current.set(rule.id, all.length);
      all.push({ rule, raisedAt: at, returnedAt: null, severity, peak: severity, values });
      continue;
    }
    const index = current.get(rule.id)!;
    const breach = all[index]!;
    all[index] =
      kind === 'returned'
        ? { ...breach, returnedAt: at }
        : { ...breach, severity, gradedAt: at, peak: Math.max(breach.peak, severity) };
  }
  return all.filter(({ rule, returnedAt }) => returnedAt === null || returnedAt >= rule.effectiveFrom);
}

/**
 * What turns the recorded breaches into those that were found. One that moved in time stays the same breach where the two
 * overlap, so that nobody is alerted again.
 */
export function changesBetween<R extends RuleVersion>(
  recorded: readonly Breach<R>[],
  found: readonly Breach<R>[],
): BreachChange<R>[] {
  const changes: BreachChange<R>[] = [];
  const unmatched = new Map(recorded.map((breach) => [keyOf(breach), breach]));
  const moved: Breach<R>[] = [];
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

/**
 * What becomes of breaches whose version does not apply any more. One that the rule's present version finds still lasting
 * becomes that one; others end with their version, or at `reachedAt`.
 */
export function succeed<R extends RuleVersion>(
  former: readonly Breach<R>[],
  found: readonly Breach<R>[],
  reachedAt: EventTime,
): { readonly changes: BreachChange<R>[]; readonly rest: Breach<R>[] } {
  const rest = new Set(found);
  const changes: BreachChange<R>[] = [];
  for (const before of [...former].sort((one, other) => other.raisedAt - one.raisedAt)) {
    const endedAt = Math.max(before.raisedAt, before.returnedAt ?? before.rule.endedAt ?? reachedAt);
    const breach = [...rest].find(
      ({ rule, raisedAt, returnedAt }) =>
        rule.ruleId === before.rule.ruleId && raisedAt <= endedAt && (returnedAt ?? Infinity) >= endedAt,
    );
    if (breach) {
      rest.delete(breach);
      changes.push({ kind: 'amended', before, breach });
    } else if (before.returnedAt === null)
      changes.push({
        kind: 'amended',
        before,
        breach: { ...before, returnedAt: endedAt, isCut: true },
      });
  }
  return { changes, rest: [...rest] };
}

export const keyOf = ({ rule, raisedAt }: Breach): string => `${rule.id}/${raisedAt}`;

const differs = (one: Breach, other: Breach): boolean =>
  one.returnedAt !== other.returnedAt || one.severity !== other.severity || one.peak !== other.peak;

const overlap = (one: Breach, other: Breach): boolean =>
  one.rule.id === other.rule.id &&
  one.raisedAt <= (other.returnedAt ?? Infinity) &&
  other.raisedAt <= (one.returnedAt ?? Infinity);
