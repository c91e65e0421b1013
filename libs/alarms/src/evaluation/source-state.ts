import { inEventOrder, type EventTime, type Sample, type Signals } from '../samples/sample.js';

/** Everything that the rules of a source remember, as plain numbers: a checkpoint is this, written down. */
export interface SourceState {
  readonly signals: Signals;
  /** Version id and number of slots of each rule, in the order of their slots. */
  readonly layout: readonly (readonly [versionId: number, slots: number])[];
  readonly memory: Float64Array;
}

/*
 * Slots that the rules share: the time of the last sample; per signal its value in that sample (NaN where it lacks it), the
 * last known value and the time of that; and the last time after the sample at which a timer was fired.
 */
export const AT = 0;
export const VALUES = 1;
export const knownSlot = (signals: Signals): number => VALUES + signals.length;
export const seenAtSlot = (signals: Signals): number => VALUES + 2 * signals.length;
export const firedAtSlot = (signals: Signals): number => VALUES + 3 * signals.length;
/** The slots of one signal. */
export const signalSlots = (signals: Signals, index: number): readonly number[] =>
  [VALUES, knownSlot(signals), seenAtSlot(signals)].map((slot) => slot + index);
export const sharedSlots = (signals: Signals): number => firedAtSlot(signals) + 1;

export const copyOf = (state: SourceState): SourceState => ({ ...state, memory: state.memory.slice() });

/** What is known of these signals, as samples at the times at which each was measured; the last sample is among them. */
export function knownSamples({ memory, signals: known }: SourceState, signals: Signals): Sample[] {
  const last = memory[AT]!;
  if (last === -Infinity) return [];
  const places = signals.map((signal) => known.indexOf(signal));
  const at = (from: number, place: number): number => (place < 0 ? NaN : memory[from + place]!);
  const seen = places.map((place) => at(seenAtSlot(known), place));
  const times = new Set([...seen.filter((time) => !Number.isNaN(time)), last]);
  return [...times]
    .sort((one, other) => one - other)
    .map((time) => ({
      at: time,
      values: places.map((place, i) => (seen[i] === time ? at(knownSlot(known), place) : NaN)),
    }));
}

/** Time of the newest sample. */
export const lastSampleAt = ({ memory }: SourceState): EventTime => memory[AT]!;

/** The time that the state has reached: everything up to it, included, is evaluated. */
export const reachedBy = ({ memory, signals }: SourceState): EventTime =>
  Math.max(memory[AT]!, memory[firedAtSlot(signals)]!);

/** Whether a sample comes after everything that the state knows; otherwise the past must be replayed. */
export function follows(sample: Sample, { memory, signals }: SourceState): boolean {
  const at = memory[AT]!;
  if (sample.at < memory[firedAtSlot(signals)]!) return false;
  if (sample.at !== at) return sample.at > at;
  const values = Array.from(memory.subarray(VALUES, VALUES + signals.length));
  return inEventOrder(sample, { at, values }) >= 0;
}
