import { rowWidth } from '../conditions/moment.js';
import type { Sample, Signals } from '../samples/sample.js';
import { knownSlot, seenAtSlot, VALUES } from './source-state.js';

/** What is known of every signal at each sample of a run, row by row; the first row is what the state knew before. */
export interface KnownRows {
  readonly values: Float64Array;
  readonly seenAt: Float64Array;
}

/** Fills the rows. A sample that lacks a signal says nothing about it, so the value from before stays. */
export function knownRows(signals: Signals, memory: Float64Array, samples: readonly Sample[]): KnownRows {
  const count = signals.length;
  const width = rowWidth(signals);
  const values = new Float64Array((samples.length + 1) * width);
  const seenAt = new Float64Array(values.length);
  const known = knownSlot(signals);
  const seen = seenAtSlot(signals);
  for (let i = 0; i < count; i++) {
    values[i] = memory[known + i]!;
    seenAt[i] = memory[seen + i]!;
  }
  values[count] = seenAt[count] = NaN;
  for (let j = 0; j < samples.length; j++) {
    const { at, values: measured } = samples[j]!;
    const row = (j + 1) * width;
    for (let i = 0; i < count; i++) {
      const value = measured[i]!;
      const isMissing = Number.isNaN(value);
      values[row + i] = isMissing ? values[row - width + i]! : value;
      seenAt[row + i] = isMissing ? seenAt[row - width + i]! : at;
    }
    values[row + count] = seenAt[row + count] = NaN;
  }
  return { values, seenAt };
}

/** Writes into the state what is known after the last sample, and which values that one had. */
export function rememberKnown(
  signals: Signals,
  memory: Float64Array,
  { values, seenAt }: KnownRows,
  last: Sample,
): void {
  const row = values.length - rowWidth(signals);
  const known = knownSlot(signals);
  const seen = seenAtSlot(signals);
  for (let i = 0; i < signals.length; i++) {
    memory[VALUES + i] = last.values[i]!;
    memory[known + i] = values[row + i]!;
    memory[seen + i] = seenAt[row + i]!;
  }
}
