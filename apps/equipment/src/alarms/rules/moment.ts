/** Milliseconds since 1970, of the measurement. */
export type EventTime = number;

/** What was measured at a time; of equal times the order is that of the values, so that arrival has no say. */
export interface Observation {
  readonly at: EventTime;
  readonly temperature: number;
  readonly speed: number;
  readonly pressure: number;
}

export const inEventOrder = (one: Observation, other: Observation): number =>
  one.at - other.at ||
  one.temperature - other.temperature ||
  one.speed - other.speed ||
  one.pressure - other.pressure;

/** The point of event time at which conditions are evaluated; one is reused for a whole run. */
export interface Moment {
  at: EventTime;
  /** False when only a timer is due and the values are those of the last reading. */
  isReading: boolean;
  lastReadingAt: EventTime;
  temperature: number;
  speed: number;
  pressure: number;
  /** Out: the next time at which a condition may change without a reading. */
  due: EventTime;
}

/** Before the first reading: nothing is known. */
export const emptyMoment = (): Moment => ({
  at: NaN,
  isReading: false,
  lastReadingAt: NaN,
  temperature: NaN,
  speed: NaN,
  pressure: NaN,
  due: Infinity,
});

export function becomeDue(moment: Moment, at: EventTime): void {
  if (at < moment.due) moment.due = at;
}
