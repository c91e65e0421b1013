import { severities } from '@argus/contracts';
import { compileCondition, startsOf, toMs, total } from '../conditions/compile-condition.js';
import type { LimitUnits } from '../conditions/limit-units.js';
import { becomeDue, type Moment } from '../conditions/moment.js';
import { type EventTime, later, type Signals } from '../samples/sample.js';
import type { RuleVersion } from './rule.js';

export type TransitionKind = 'raised' | 'severity' | 'returned';

/** What a rule found out about its source. */
export interface Transition<R extends RuleVersion = RuleVersion> {
  readonly rule: R;
  readonly kind: TransitionKind;
  readonly at: EventTime;
  /** Index in `severities`: from now on, and for `returned` the last. */
  readonly severity: number;
  /** The values known then, in the order of the signals; NaN where a signal was never measured. */
  readonly values: readonly number[];
}

/** Slots of a rule before those of its conditions. */
const PHASE = 0;
const SINCE = 1;
const DUE = 2;
const RAISED_AT = 3;
const SEVERITY = 4;
const PEAK = 5;
const OWN = 6;

/** Below every severity. */
const UNGRADED = -1;

const IDLE = 0;
const PENDING = 1;
const ACTIVE = 2;
const RETURNING = 3;

/** The breach that a rule is in. */
export interface OpenBreach {
  readonly raisedAt: EventTime;
  readonly severity: number;
  readonly peak: number;
}

export interface CompiledRule<R extends RuleVersion = RuleVersion> {
  readonly version: R;
  readonly slots: number;
  initialise(memory: Float64Array, offset: number): void;
  /** At a sample, or at a time that is due. Timers that are due earlier (or then) must have been fired before. */
  evaluate(moment: Moment, memory: Float64Array, offset: number, found: Transition<R>[]): void;
  /** Next time at which something may happen without a sample; Infinity when nothing can. */
  dueAt(memory: Float64Array, offset: number): EventTime;
  openBreach(memory: Float64Array, offset: number): OpenBreach | undefined;
  /** For memory of the same conditions with other severities: how bad it is now will be reported anew, at `at`. */
  regrade(memory: Float64Array, offset: number, at: EventTime): void;
}

export function compileRule<R extends RuleVersion>(
  version: R,
  signals: Signals,
  units: LimitUnits,
): CompiledRule<R> {
  const { set, clear, escalations, severity, on_delay_s, off_delay_s } = version.definition;
  const ladder = [...escalations]
    .map(({ severity: name, when }) => ({
      level: severities.indexOf(name),
      when: compileCondition(when, signals, units),
    }))
    .sort((one, other) => one.level - other.level);
  const setting = compileCondition(set, signals, units);
  const clearing = clear ? compileCondition(clear, signals, units) : undefined;
  const parts = [setting, ...(clearing ? [clearing] : []), ...ladder.map(({ when }) => when)];
  const starts = startsOf(parts).map((start) => start + OWN);
  const ladderFrom = clearing ? 2 : 1;
  const base = severities.indexOf(severity);
  const onDelayMs = toMs(on_delay_s);
  const offDelayMs = toMs(off_delay_s);

  const report = (kind: TransitionKind, moment: Moment, level: number, found: Transition<R>[]): void => {
    const { at, row } = moment;
    const values = Array.from(moment.values.subarray(row, row + signals.length));
    found.push({ rule: version, kind, at, severity: level, values });
  };

  const levelNow = (moment: Moment, memory: Float64Array, offset: number): number => {
    let level = base;
    for (let i = 0; i < ladder.length; i++) {
      const { when, level: higher } = ladder[i]!;
      if (when.evaluate(moment, memory, offset + starts[ladderFrom + i]!) && higher > level) level = higher;
    }
    return level;
  };

  /** True from that time on; before, it is due then. */
  const reached = (moment: Moment, at: EventTime): boolean => {
    if (moment.at >= at) return true;
    becomeDue(moment, at);
    return false;
  };

  return {
    version,
    slots: OWN + total(parts),

    initialise(memory, offset) {
      memory.fill(NaN, offset, offset + this.slots);
      memory[offset + PHASE] = IDLE;
      memory[offset + DUE] = Infinity;
      memory[offset + RAISED_AT] = -Infinity;
    },

    evaluate(moment, memory, offset, found) {
      moment.due = Infinity;
      const isSet = setting.evaluate(moment, memory, offset + starts[0]!);
      const mayClear = clearing ? clearing.evaluate(moment, memory, offset + starts[1]!) : true;
      const level = ladder.length === 0 ? base : levelNow(moment, memory, offset);
      const phase = memory[offset + PHASE]!;
      if (phase === IDLE || phase === PENDING) {
        if (!isSet) memory[offset + PHASE] = IDLE;
        else {
          if (phase === IDLE) memory[offset + SINCE] = moment.at;
          // Samples of one instant may contradict each other; an alarm still rises at most once in it.
          const from = Math.max(
            later(memory[offset + SINCE]!, onDelayMs),
            later(memory[offset + RAISED_AT]!, 1),
          );
          if (reached(moment, from)) {
            memory[offset + PHASE] = ACTIVE;
            memory[offset + RAISED_AT] = moment.at;
            memory[offset + SEVERITY] = level;
            memory[offset + PEAK] = level;
            report('raised', moment, level, found);
          } else memory[offset + PHASE] = PENDING;
        }
      } else if (!isSet && mayClear) {
        if (phase === ACTIVE) memory[offset + SINCE] = moment.at;
        if (reached(moment, later(memory[offset + SINCE]!, offDelayMs))) {
          memory[offset + PHASE] = IDLE;
          report('returned', moment, memory[offset + SEVERITY]!, found);
        } else memory[offset + PHASE] = RETURNING;
      } else memory[offset + PHASE] = ACTIVE;
      if (phase >= ACTIVE && memory[offset + PHASE]! >= ACTIVE && level !== memory[offset + SEVERITY]) {
        memory[offset + SEVERITY] = level;
        if (level > memory[offset + PEAK]!) memory[offset + PEAK] = level;
        report('severity', moment, level, found);
      }
      memory[offset + DUE] = moment.due;
    },

    dueAt: (memory, offset) => memory[offset + DUE]!,

    regrade(memory, offset, at) {
      if (memory[offset + PHASE]! < ACTIVE) return;
      memory[offset + SEVERITY] = UNGRADED;
      memory[offset + PEAK] = UNGRADED;
      memory[offset + DUE] = Math.min(at, memory[offset + DUE]!);
    },

    openBreach: (memory, offset) =>
      memory[offset + PHASE]! >= ACTIVE
        ? {
            raisedAt: memory[offset + RAISED_AT]!,
            severity: memory[offset + SEVERITY]!,
            peak: memory[offset + PEAK]!,
          }
        : undefined,
  };
}
