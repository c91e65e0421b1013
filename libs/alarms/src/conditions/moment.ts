import type { EventTime, Signals } from '../samples/sample.js';

/**
 * The point of event time at which conditions are evaluated; one is reused for a whole run. What is known at each sample of a
 * run lies in typed arrays, so that reading a signal is the same machine code for every rule and every kind of source.
 */
export interface Moment {
  at: EventTime;
  /** False when only a timer is due and what is known is that of the last sample. */
  isSample: boolean;
  lastSampleAt: EventTime;
  /** Rows of the last known values, each as wide as `rowWidth` says; NaN where a signal was never measured. */
  values: Float64Array;
  /** Rows of the times at which these values were measured. */
  seenAt: Float64Array;
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
  seenAt: new Float64Array(rowWidth(signals)).fill(NaN),
  row: 0,
  due: Infinity,
});

export function becomeDue(moment: Moment, at: EventTime): void {
  if (at < moment.due) moment.due = at;
}
