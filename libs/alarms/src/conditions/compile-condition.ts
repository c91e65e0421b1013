import type {
  AtLeast,
  Band,
  Compare,
  Comparison,
  Condition,
  Every,
  Not,
  RateOfChange,
  Stale,
} from '@argus/contracts';
import { later, type Signals } from '../samples/sample.js';
import { sumOf } from './decimal.js';
import { type LimitUnits, signalUnits } from './limit-units.js';
import { becomeDue, columnOf, type Moment } from './moment.js';
import { compileRate } from './rate-of-change.js';

/**
 * A condition ready to run. It keeps what it remembers in `slots` numbers of a shared array from `offset`, NaN at first, so
 * that the state of a rule is a row of numbers: cheap to copy, to store and to compare.
 */
export interface CompiledCondition {
  readonly slots: number;
  /**
   * Whether it holds at the moment. Called at every sample and at every time that it named due, in order of time. Every part
   * is evaluated every time, since parts remember.
   */
  evaluate(moment: Moment, memory: Float64Array, offset: number): boolean;
}

/**
 * Compiles a tree, which the contract has bounded, for samples of these signals. A sample that lacks a signal says nothing
 * about it: its last known value holds. While it was never measured, nothing that looks at it holds, `not` included.
 */
export function compileCondition(
  condition: Condition,
  signals: Signals,
  units: LimitUnits = signalUnits,
): CompiledCondition {
  switch (condition.type) {
    case 'compare':
      return compare(condition, signals, units);
    case 'band':
      return band(condition, signals, units);
    case 'rate_of_change':
      return rate(condition, signals, units);
    case 'stale':
      return stale(condition, signals);
    case 'and':
    case 'or':
    case 'at_least':
      return counted(condition, signals, units);
    case 'not':
      return negated(condition, signals, units);
    case 'for':
      return lasting(toMs(condition.duration_s), compileCondition(condition.of, signals, units));
    case 'repeated':
      return repeated(
        condition.times,
        toMs(condition.within_s),
        compileCondition(condition.of, signals, units),
      );
  }
}

export const toMs = (seconds: number): number => Math.round(seconds * 1000);

export const compares: Readonly<Record<Comparison, (x: number, limit: number) => boolean>> = {
  '>': (x, limit) => x > limit,
  '>=': (x, limit) => x >= limit,
  '<': (x, limit) => x < limit,
  '<=': (x, limit) => x <= limit,
};

/** The limit for what holds already: as a person reckons it, not as doubles are subtracted. */
const backLimit = (op: Comparison, limit: number, deadband: number): number =>
  sumOf(limit, op.startsWith('>') ? -deadband : deadband);

function compare(condition: Compare, signals: Signals, units: LimitUnits): CompiledCondition {
  const { signal, op, value, deadband = 0, unit } = condition;
  const column = columnOf(signals, signal);
  const holds = compares[op];
  const limit = units.toSignal(value, signal, unit);
  if (deadband === 0) return { slots: 0, evaluate: ({ values, row }) => holds(values[row + column]!, limit) };
  const back = units.toSignal(backLimit(op, value, deadband), signal, unit);
  return {
    slots: 1,
    evaluate(moment, memory, offset) {
      const x = moment.values[moment.row + column]!;
      const result = holds(x, memory[offset] === 1 ? back : limit);
      memory[offset] = result ? 1 : 0;
      return result;
    },
  };
}

function band(condition: Band, signals: Signals, units: LimitUnits): CompiledCondition {
  const { signal, is, deadband = 0 } = condition;
  const column = columnOf(signals, signal);
  const margin = is === 'inside' ? deadband : -deadband;
  const inSignal = (limit: number): number => units.toSignal(limit, signal, condition.unit);
  const [low, high] = [inSignal(condition.low), inSignal(condition.high)];
  const [backLow, backHigh] = [
    inSignal(sumOf(condition.low, -margin)),
    inSignal(sumOf(condition.high, margin)),
  ];
  return {
    slots: 1,
    evaluate(moment, memory, offset) {
      const x = moment.values[moment.row + column]!;
      const held = memory[offset] === 1;
      const [from, to] = held ? [backLow, backHigh] : [low, high];
      const result = is === 'inside' ? x >= from && x <= to : x < from || x > to;
      memory[offset] = result ? 1 : 0;
      return result;
    },
  };
}

function rate(condition: RateOfChange, signals: Signals, units: LimitUnits): CompiledCondition {
  const { signal, op, per_second, deadband = 0, over_s, unit } = condition;
  const column = columnOf(signals, signal);
  const overMs = toMs(over_s);
  const measured = compileRate(column, overMs, (value) => units.fromSignal(value, signal, unit));
  const holds = compares[op];
  const back = backLimit(op, per_second, deadband);
  return {
    slots: measured.slots + 1,
    evaluate(moment, memory, offset) {
      const flag = offset + measured.slots;
      const held = memory[flag] === 1;
      const limit = held ? back : per_second;
      const newest = moment.seenAt[moment.row + column]!;
      // Values within a window that ends later span less than half of it.
      const until = Math.floor(later(newest, overMs / 2));
      // A value that is only held is not measured again: it must not flatten the slope.
      const result =
        moment.isSample && newest === moment.at
          ? holds(measured.perSecond(moment, memory, offset, limit), limit)
          : held && moment.at <= until;
      if (result) becomeDue(moment, until + 1);
      memory[flag] = result ? 1 : 0;
      return result;
    },
  };
}

function stale({ signal, after_s }: Stale, signals: Signals): CompiledCondition {
  const afterMs = toMs(after_s);
  const column = signal === undefined ? undefined : columnOf(signals, signal);
  return {
    slots: 0,
    evaluate(moment) {
      const { seenAt, row, lastSampleAt } = moment;
      const from = later(column === undefined ? lastSampleAt : seenAt[row + column]!, afterMs);
      if (moment.at >= from) return true;
      becomeDue(moment, from);
      return false;
    },
  };
}

function counted(condition: Every | AtLeast, signals: Signals, units: LimitUnits): CompiledCondition {
  const parts = condition.of.map((part) => compileCondition(part, signals, units));
  const offsets = startsOf(parts);
  const needed = { and: parts.length, or: 1, at_least: 'count' in condition ? condition.count : 1 }[
    condition.type
  ];
  return {
    slots: total(parts),
    evaluate(moment, memory, offset) {
      let holding = 0;
      for (let i = 0; i < parts.length; i++)
        if (parts[i]!.evaluate(moment, memory, offset + offsets[i]!)) holding++;
      return holding >= needed;
    },
  };
}

/** What cannot be judged, because a signal was never measured, is not denied either. */
function negated({ of }: Not, signals: Signals, units: LimitUnits): CompiledCondition {
  const inner = compileCondition(of, signals, units);
  const columns = [...signalsIn(of)].map((signal) => columnOf(signals, signal));
  return {
    slots: inner.slots,
    evaluate(moment, memory, offset) {
      if (inner.evaluate(moment, memory, offset)) return false;
      for (const column of columns) if (Number.isNaN(moment.values[moment.row + column]!)) return false;
      return true;
    },
  };
}

/** Names of all signals that a condition looks at. */
export function signalsIn(condition: Condition): Set<string> {
  if ('signal' in condition && condition.signal !== undefined) return new Set([condition.signal]);
  return new Set('of' in condition ? [condition.of].flat().flatMap((part) => [...signalsIn(part)]) : []);
}

/** Slot: since when the inner condition holds. */
function lasting(durationMs: number, inner: CompiledCondition): CompiledCondition {
  return {
    slots: inner.slots + 1,
    evaluate(moment, memory, offset) {
      if (!inner.evaluate(moment, memory, offset + 1)) {
        memory[offset] = NaN;
        return false;
      }
      if (Number.isNaN(memory[offset]!)) memory[offset] = moment.at;
      const from = later(memory[offset]!, durationMs);
      if (moment.at >= from) return true;
      becomeDue(moment, from);
      return false;
    },
  };
}

/** Slots: whether the inner condition held, place of the oldest, and the times of the last `times` rises in a ring. */
function repeated(times: number, withinMs: number, inner: CompiledCondition): CompiledCondition {
  const own = 2 + times;
  return {
    slots: own + inner.slots,
    evaluate(moment, memory, offset) {
      const held = memory[offset] === 1;
      const holds = inner.evaluate(moment, memory, offset + own);
      memory[offset] = holds ? 1 : 0;
      let oldest = Number.isNaN(memory[offset + 1]!) ? 0 : memory[offset + 1]!;
      if (holds && !held) {
        memory[offset + 2 + oldest] = moment.at;
        oldest = (oldest + 1) % times;
        memory[offset + 1] = oldest;
      }
      const until = later(memory[offset + 2 + oldest]!, withinMs);
      if (!(until > moment.at)) return false;
      becomeDue(moment, until);
      return true;
    },
  };
}

export const total = (parts: readonly CompiledCondition[]): number =>
  parts.reduce((sum, { slots }) => sum + slots, 0);

/** Where each part's slots begin when they lie one after the other. */
export function startsOf(parts: readonly CompiledCondition[]): number[] {
  const starts: number[] = [];
  let next = 0;
  for (const { slots } of parts) {
    starts.push(next);
    next += slots;
  }
  return starts;
}
