import type { Condition } from '@argus/contracts';
import { compares } from '../conditions/compile-condition.js';
import { inSignalUnits, type LimitUnits, signalUnits } from '../conditions/limit-units.js';
import type { RuleDefinition } from './rule.js';

/** What a condition can be at a point: with timers and rates, which are left open here, it may be either. */
interface Possible {
  readonly true: boolean;
  readonly false: boolean;
}
/** One value of each signal that the rule looks at. */
type Point = ReadonlyMap<string, number>;

const either: Possible = { true: true, false: true };
const only = (value: boolean): Possible => ({ true: value, false: !value });

/**
 * Why a rule could never do its work, or undefined. Between two neighbouring limits of a signal no comparison changes, so
 * one point at each limit and one in each gap stand for all samples. What depends on time counts as possible both ways.
 */
export function infeasibility(
  stated: Pick<RuleDefinition, 'set' | 'clear' | 'escalations'>,
  units: LimitUnits = signalUnits,
): { field: string; reason: string } | undefined {
  const rule = {
    set: inSignalUnits(stated.set, units),
    clear: stated.clear ? inSignalUnits(stated.clear, units) : undefined,
    escalations: stated.escalations.map(({ severity, when }) => ({
      severity,
      when: inSignalUnits(when, units),
    })),
  };
  const points = pointsFor([
    rule.set,
    ...(rule.clear ? [rule.clear] : []),
    ...rule.escalations.map(({ when }) => when),
  ]);
  if (points.length === 0) return undefined;
  const conditions = {
    set: rule.set,
    clear: rule.clear,
    escalations: rule.escalations.map(({ when }) => when),
  };
  for (const [field, condition] of Object.entries(conditions))
    for (const inner of [condition ?? []].flat().flatMap(repeatedIn))
      if (!points.some((point) => possible(inner, point).true))
        return refused(field, 'No reading can ever fulfil the condition that is to be repeated.');
  const sets = points.map((point) => possible(rule.set, point));
  if (!sets.some((set) => set.true)) return refused('set', 'No reading can ever fulfil this condition.');
  if (!sets.some((set) => set.false))
    return refused('set', 'Every reading fulfils this condition; the alarm would never return.');
  const { clear } = rule;
  if (clear && !points.some((point, i) => sets[i]!.false && possible(clear, point).true))
    return refused('clear', 'No reading can ever fulfil this condition while `set` does not hold.');
  const dead = rule.escalations.find(({ when }) => !points.some((point) => possible(when, point).true));
  if (dead) return refused('escalations', `No reading can ever fulfil the condition of "${dead.severity}".`);
  return undefined;
}

const refused = (field: string, reason: string) => ({ field, reason });

function possible(condition: Condition, point: Point): Possible {
  switch (condition.type) {
    case 'compare':
      return only(compares[condition.op](point.get(condition.signal)!, condition.value));
    case 'band': {
      const x = point.get(condition.signal)!;
      return only((x >= condition.low && x <= condition.high) === (condition.is === 'inside'));
    }
    case 'rate_of_change':
    case 'stale':
      return either;
    case 'not': {
      const inner = possible(condition.of, point);
      return { true: inner.false, false: inner.true };
    }
    case 'for':
      return { true: possible(condition.of, point).true, false: true };
    // Rises in the past may count while the condition does not hold now.
    case 'repeated':
      return either;
    case 'and':
      return counted(condition.of, point, condition.of.length);
    case 'or':
      return counted(condition.of, point, 1);
    case 'at_least':
      return counted(condition.of, point, condition.count);
  }
}

function counted(of: readonly Condition[], point: Point, needed: number): Possible {
  const parts = of.map((part) => possible(part, point));
  const surely = parts.filter((part) => !part.false).length;
  const perhaps = parts.filter((part) => part.true).length;
  return { true: perhaps >= needed, false: surely < needed };
}

/** The conditions whose repetition is asked for, at whatever depth. */
function repeatedIn(condition: Condition): Condition[] {
  if (!('of' in condition)) return [];
  const deeper = [condition.of].flat().flatMap(repeatedIn);
  return condition.type === 'repeated' ? [condition.of, ...deeper] : deeper;
}

/** More combinations than this are not tried; such a rule counts as feasible. */
const MAX_POINTS = 20_000;

function pointsFor(conditions: readonly Condition[]): Point[] {
  const limits = new Map<string, Set<number>>();
  conditions.forEach((condition) => collect(condition, limits));
  const values = [...limits].map(([signal, own]) => [signal, candidates([...own])] as const);
  if (values.reduce((product, [, own]) => product * own.length, 1) > MAX_POINTS) return [];
  return values.reduce<Map<string, number>[]>(
    (points, [signal, own]) =>
      points.flatMap((point) => own.map((value) => new Map(point).set(signal, value))),
    [new Map<string, number>()],
  );
}

/** At every limit, in every gap between two, and beyond both ends. */
function candidates(limits: number[]): number[] {
  const sorted = limits.sort((one, other) => one - other);
  const gaps = sorted.slice(1).map((limit, i) => sorted[i]! / 2 + limit / 2);
  const margin = 1 + Math.abs(sorted[0]!) + Math.abs(sorted.at(-1)!);
  return [sorted[0]! - margin, ...sorted, ...gaps, sorted.at(-1)! + margin];
}

function collect(condition: Condition, limits: Map<string, Set<number>>): void {
  const add = (signal: string, ...values: number[]): void => {
    const own = limits.get(signal) ?? new Set();
    values.forEach((value) => own.add(value));
    limits.set(signal, own);
  };
  switch (condition.type) {
    case 'compare':
      add(condition.signal, condition.value);
      return;
    case 'band':
      add(condition.signal, condition.low, condition.high);
      return;
    case 'and':
    case 'or':
    case 'at_least':
      condition.of.forEach((part) => collect(part, limits));
      return;
    case 'not':
    case 'for':
    case 'repeated':
      collect(condition.of, limits);
      return;
    case 'rate_of_change':
    case 'stale':
      return;
  }
}
