import { type LimitUnits, signalUnits } from '../conditions/limit-units.js';
import { emptyMoment, type Moment, rowWidth } from '../conditions/moment.js';
import { type CompiledRule, compileRule, type OpenBreach, type Transition } from '../rules/compile-rule.js';
import type { RuleVersion } from '../rules/rule.js';
import type { EventTime, Sample, Signals } from '../samples/sample.js';
import { knownRows, rememberKnown } from './known-rows.js';
import {
  AT,
  copyOf,
  firedAtSlot,
  reachedBy,
  sharedSlots,
  signalSlots,
  type SourceState,
} from './source-state.js';

/** The rules that apply to some source, compiled for its signals; runs states of exactly its layout. */
export class Program<R extends RuleVersion = RuleVersion> {
  readonly layout: SourceState['layout'];
  private readonly rules: readonly CompiledRule<R>[];
  private readonly offsets: readonly number[];
  private readonly length: number;

  constructor(
    versions: readonly R[],
    readonly signals: Signals,
    private readonly units: LimitUnits = signalUnits,
  ) {
    this.rules = versions.map((version) => compileRule(version, signals, units));
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

  /**
   * The state under other rules or signals: versions and signals that stay keep what they know, others begin. `learn` tells
   * those that are `newTo` it.
   */
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
    const places = placesOf(state);
    this.rules.forEach((rule, i) => {
      const id = heirOf(rule, places);
      if (id === undefined) return;
      const from = places.get(id)!.from;
      memory.set(state.memory.subarray(from, from + rule.slots), this.offsets[i]);
      if (id !== rule.version.id) rule.regrade(memory, this.offsets[i]!, reachedBy(state));
    });
    return adopted;
  }

  /** Whether the state is one of exactly these rules. */
  covers({ layout }: SourceState): boolean {
    const known = new Set(layout.map(([id]) => id));
    return layout.length === this.layout.length && this.layout.every(([id]) => known.has(id));
  }

  /** Versions that the state knows nothing of. */
  newTo(state: SourceState): R[] {
    const places = placesOf(state);
    return this.rules.filter((rule) => heirOf(rule, places) === undefined).map(({ version }) => version);
  }

  /** Tells versions that are new to an adopted state what was measured before; answers what they found out. */
  learn(state: SourceState, versions: readonly R[], samples: readonly Sample[]): Transition<R>[] {
    const pupil = new Program(versions, this.signals, this.units);
    const learnt = pupil.initial();
    const found = pupil.run(learnt, samples, reachedBy(state));
    versions.forEach(({ id }, i) => {
      const from = pupil.offsets[i]!;
      const index = this.rules.findIndex(({ version }) => version.id === id);
      state.memory.set(learnt.memory.subarray(from, from + pupil.rules[i]!.slots), this.offsets[index]);
    });
    return found;
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

type Places = ReadonlyMap<number, { readonly from: number; readonly slots: number }>;

function placesOf({ layout, signals }: SourceState): Places {
  let next = sharedSlots(signals);
  return new Map(
    layout.map(([id, slots]) => {
      const from = next;
      next += slots;
      return [id, { from, slots }] as const;
    }),
  );
}

/** The id in whose place a rule goes on: its own, or the newest that it continues. */
const heirOf = (
  { version: { id, continues = [] }, slots }: CompiledRule,
  places: Places,
): number | undefined => [id, ...continues].find((each) => places.get(each)?.slots === slots);

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
