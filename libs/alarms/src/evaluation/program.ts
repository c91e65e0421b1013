import { emptyMoment, type Moment, rowWidth } from '../conditions/moment.js';
import { type CompiledRule, compileRule, type OpenBreach, type Transition } from '../rules/compile-rule.js';
import type { RuleVersion } from '../rules/rule.js';
import type { EventTime, Sample, Signals } from '../samples/sample.js';
import { knownRows, rememberKnown } from './known-rows.js';
import { AT, copyOf, firedAtSlot, sharedSlots, signalSlots, type SourceState } from './source-state.js';

/** The rules that apply to some source, compiled for its signals; runs states of exactly its layout. */
export class Program<R extends RuleVersion = RuleVersion> {
  readonly layout: SourceState['layout'];
  private readonly rules: readonly CompiledRule<R>[];
  private readonly offsets: readonly number[];
  private readonly length: number;

  constructor(
    versions: readonly R[],
    readonly signals: Signals,
  ) {
    this.rules = versions.map((version) => compileRule(version, signals));
    const offsets: number[] = [];
    let next = sharedSlots(signals);
    for (const { slots } of this.rules) {
      offsets.push(next);
      next += slots;
    }
    this.offsets = offsets;
    this.length = next;
    this.layout = this.rules.map(({ version, slots }) => [version.id, slots] as const);
  }

  initial(): SourceState {
    const { signals, layout } = this;
    const memory = new Float64Array(this.length).fill(NaN, 0, sharedSlots(signals));
    memory[AT] = -Infinity;
    memory[firedAtSlot(signals)] = -Infinity;
    for (let i = 0; i < this.rules.length; i++) this.rules[i]!.initialise(memory, this.offsets[i]!);
    return { signals, layout, memory };
  }

  /** The state under other rules or signals: versions and signals that stay keep what they know, others begin. */
  adopt(state: SourceState): SourceState {
    const adopted = this.initial();
    const { memory } = adopted;
    memory[AT] = state.memory[AT]!;
    memory[firedAtSlot(this.signals)] = state.memory[firedAtSlot(state.signals)]!;
    state.signals.forEach((signal, i) => {
      const index = this.signals.indexOf(signal);
      if (index < 0) return;
      const from = signalSlots(state.signals, i);
      signalSlots(this.signals, index).forEach((slot, part) => (memory[slot] = state.memory[from[part]!]!));
    });
    let from = sharedSlots(state.signals);
    for (const [id, slots] of state.layout) {
      const index = this.layout.findIndex((own) => own[0] === id && own[1] === slots);
      if (index >= 0) memory.set(state.memory.subarray(from, from + slots), this.offsets[index]);
      from += slots;
    }
    return adopted;
  }

  /**
   * The fold: runs every rule over samples in event order, then lets time pass until `until`, and writes what it remembers
   * into the state. Live evaluation, replay and back-tests are all this.
   */
  run(state: SourceState, samples: readonly Sample[], until: EventTime = -Infinity): Transition<R>[] {
    const { memory } = state;
    const found: Transition<R>[] = [];
    const moment = emptyMoment(this.signals);
    const width = rowWidth(this.signals);
    const known = knownRows(this.signals, memory, samples);
    moment.values = known.values;
    moment.seenAt = known.seenAt;
    const firedAt = firedAtSlot(this.signals);
    let lastFiredAt = memory[firedAt]!;
    for (let i = 0; i < this.rules.length; i++) {
      moment.row = 0;
      moment.lastSampleAt = memory[AT]!;
      const rule = this.rules[i]!;
      const offset = this.offsets[i]!;
      for (let j = 0; j < samples.length; j++) {
        const { at } = samples[j]!;
        fire(rule, moment, memory, offset, at, found);
        moment.at = at;
        moment.isSample = true;
        moment.lastSampleAt = at;
        moment.row = (j + 1) * width;
        rule.evaluate(moment, memory, offset, found);
      }
      const last = fire(rule, moment, memory, offset, until, found);
      if (last > lastFiredAt) lastFiredAt = last;
    }
    const last = samples.at(-1);
    if (last) {
      memory[AT] = last.at;
      rememberKnown(this.signals, memory, known, last);
    }
    memory[firedAt] = lastFiredAt > memory[AT]! ? lastFiredAt : -Infinity;
    return found;
  }

  /** The fold without the effect on its argument. */
  step(
    state: SourceState,
    samples: readonly Sample[],
    until?: EventTime,
  ): { state: SourceState; transitions: Transition<R>[] } {
    const next = copyOf(state);
    return { state: next, transitions: this.run(next, samples, until) };
  }

  dueAt({ memory }: SourceState): EventTime {
    let due = Infinity;
    for (let i = 0; i < this.rules.length; i++)
      due = Math.min(due, this.rules[i]!.dueAt(memory, this.offsets[i]!));
    return due;
  }

  openBreaches({ memory }: SourceState): { rule: R; breach: OpenBreach }[] {
    return this.rules.flatMap((rule, i) => {
      const breach = rule.openBreach(memory, this.offsets[i]!);
      return breach ? [{ rule: rule.version, breach }] : [];
    });
  }
}

/** Evaluates at every time that is due until then, included; answers the last. */
function fire<R extends RuleVersion>(
  rule: CompiledRule<R>,
  moment: Moment,
  memory: Float64Array,
  offset: number,
  until: EventTime,
  found: Transition<R>[],
): EventTime {
  let last = -Infinity;
  for (let due = rule.dueAt(memory, offset); due <= until; due = rule.dueAt(memory, offset)) {
    moment.at = due;
    moment.isSample = false;
    rule.evaluate(moment, memory, offset, found);
    last = due;
  }
  return last;
}
