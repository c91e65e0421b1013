import { type CompiledRule, compileRule, type OpenBreach, type Transition } from '../rules/compile-rule.js';
import { emptyMoment, type EventTime, inEventOrder, type Moment, type Observation } from '../rules/moment.js';
import type { RuleVersion } from '../rules/rule-version.js';

/** Everything that the rules of an equipment remember, as numbers. */
export interface EquipmentState {
  /** Version id and number of slots of each rule, in the order of their slots. */
  readonly layout: readonly (readonly [versionId: number, slots: number])[];
  readonly memory: Float64Array;
}

/* Slots that the rules share: the last reading, and the last time after it at which a timer was fired. */
const AT = 0;
const TEMPERATURE = 1;
const SPEED = 2;
const PRESSURE = 3;
const FIRED_AT = 4;
const SHARED = 5;

/** The rules that apply to some equipment, compiled; runs states of exactly its layout. */
export class Program {
  readonly layout: EquipmentState['layout'];
  private readonly rules: readonly CompiledRule[];
  private readonly offsets: readonly number[];
  private readonly length: number;

  constructor(versions: readonly RuleVersion[]) {
    this.rules = versions.map(compileRule);
    const offsets: number[] = [];
    let next = SHARED;
    for (const { slots } of this.rules) {
      offsets.push(next);
      next += slots;
    }
    this.offsets = offsets;
    this.length = next;
    this.layout = this.rules.map(({ version, slots }) => [version.id, slots] as const);
  }

  initial(): EquipmentState {
    const memory = new Float64Array(this.length).fill(NaN, 0, SHARED);
    memory[AT] = -Infinity;
    memory[FIRED_AT] = -Infinity;
    for (let i = 0; i < this.rules.length; i++) this.rules[i]!.initialise(memory, this.offsets[i]!);
    return { layout: this.layout, memory };
  }

  /** The state under other rules: versions that stay keep what they know, others begin. */
  adopt(state: EquipmentState): EquipmentState {
    const adopted = this.initial();
    adopted.memory.set(state.memory.subarray(0, SHARED));
    let from = SHARED;
    for (const [id, slots] of state.layout) {
      const index = this.layout.findIndex((own) => own[0] === id && own[1] === slots);
      if (index >= 0) adopted.memory.set(state.memory.subarray(from, from + slots), this.offsets[index]);
      from += slots;
    }
    return adopted;
  }

  /**
   * The fold: runs every rule over readings in event order, then lets time pass until `until`, and writes what it remembers
   * into the state. Live evaluation, rebuilding and back-tests are all this.
   */
  run(state: EquipmentState, readings: readonly Observation[], until: EventTime = -Infinity): Transition[] {
    const { memory } = state;
    const found: Transition[] = [];
    const moment = emptyMoment();
    let firedAt = memory[FIRED_AT]!;
    for (let i = 0; i < this.rules.length; i++) {
      recall(moment, memory);
      const rule = this.rules[i]!;
      const offset = this.offsets[i]!;
      for (const reading of readings) {
        fire(rule, moment, memory, offset, reading.at, found);
        moment.at = reading.at;
        moment.isReading = true;
        moment.lastReadingAt = reading.at;
        moment.temperature = reading.temperature;
        moment.speed = reading.speed;
        moment.pressure = reading.pressure;
        rule.evaluate(moment, memory, offset, found);
      }
      const last = fire(rule, moment, memory, offset, until, found);
      if (last > firedAt) firedAt = last;
    }
    const last = readings.at(-1);
    if (last) {
      memory[AT] = last.at;
      memory[TEMPERATURE] = last.temperature;
      memory[SPEED] = last.speed;
      memory[PRESSURE] = last.pressure;
    }
    memory[FIRED_AT] = firedAt > memory[AT]! ? firedAt : -Infinity;
    return found;
  }

  /** The fold without the effect on its argument. */
  step(
    state: EquipmentState,
    readings: readonly Observation[],
    until?: EventTime,
  ): { state: EquipmentState; transitions: Transition[] } {
    const next = copyOf(state);
    return { state: next, transitions: this.run(next, readings, until) };
  }

  dueAt({ memory }: EquipmentState): EventTime {
    let due = Infinity;
    for (let i = 0; i < this.rules.length; i++)
      due = Math.min(due, this.rules[i]!.dueAt(memory, this.offsets[i]!));
    return due;
  }

  openBreaches({ memory }: EquipmentState): { rule: RuleVersion; breach: OpenBreach }[] {
    return this.rules.flatMap((rule, i) => {
      const breach = rule.openBreach(memory, this.offsets[i]!);
      return breach ? [{ rule: rule.version, breach }] : [];
    });
  }
}

export const copyOf = ({ layout, memory }: EquipmentState): EquipmentState => ({
  layout,
  memory: memory.slice(),
});

/** Whether a reading comes after everything that the state knows; otherwise the past has to be told anew. */
export function follows(reading: Observation, { memory }: EquipmentState): boolean {
  const last = {
    at: memory[AT]!,
    temperature: memory[TEMPERATURE]!,
    speed: memory[SPEED]!,
    pressure: memory[PRESSURE]!,
  };
  return reading.at >= memory[FIRED_AT]! && (reading.at > last.at || inEventOrder(reading, last) >= 0);
}

/** Of the newest reading that it was told. */
export const lastReadingAt = ({ memory }: EquipmentState): EventTime => memory[AT]!;

/** The time that the state has reached: everything up to it, included, is told. */
export const reachedBy = ({ memory }: EquipmentState): EventTime => Math.max(memory[AT]!, memory[FIRED_AT]!);

function recall(moment: Moment, memory: Float64Array): void {
  moment.lastReadingAt = memory[AT]!;
  moment.temperature = memory[TEMPERATURE]!;
  moment.speed = memory[SPEED]!;
  moment.pressure = memory[PRESSURE]!;
}

/** Evaluates at every time that is due until then, included; answers the last. */
function fire(
  rule: CompiledRule,
  moment: Moment,
  memory: Float64Array,
  offset: number,
  until: EventTime,
  found: Transition[],
): EventTime {
  let last = -Infinity;
  for (let due = rule.dueAt(memory, offset); due <= until; due = rule.dueAt(memory, offset)) {
    moment.at = due;
    moment.isReading = false;
    rule.evaluate(moment, memory, offset, found);
    last = due;
  }
  return last;
}
