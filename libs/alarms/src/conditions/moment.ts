import type { EventTime, Signals } from '../samples/sample.js';

/**
 * The point of event time at which conditions are evaluated; one is reused for a whole run. The values of all samples of a
 * run lie in one typed array, so that reading a signal is the same machine code for every rule and every kind of source.
 */
export interface Moment {
  at: EventTime;
  /** False when only a timer is due and the values are those of the last sample. */
  isSample: boolean;
  lastSampleAt: EventTime;
  /** Rows of values, each as wide as `rowWidth` says. */
  values: Float64Array;
  /** Where the row of this moment begins. */
  row: number;
  /** Out: the next time at which a condition may change without a sample. */
  due: EventTime;
}

/** One column per signal and one that is always NaN, for signals that the source does not have. */
export const rowWidth = (signals: Signals): number => signals.length + 1;

export function columnOf(signals: Signals, signal: string): number {
  const column = signals.indexOf(signal);
  return column < 0 ? signals.length : column;
}

/** Before the first sample: nothing is known. */
export const emptyMoment = (signals: Signals): Moment => ({
  at: NaN,
  isSample: false,
  lastSampleAt: NaN,
  values: new Float64Array(rowWidth(signals)).fill(NaN),
  row: 0,
  due: Infinity,
});

export function becomeDue(moment: Moment, at: EventTime): void {
  if (at < moment.due) moment.due = at;
}
