import { plusDays } from '@argus/calendar';
import type { ShiftRules } from '@argus/contracts';
import { minuteAfter, type Span, within, without } from './minutes.js';
import type { ZoneClock } from './zone-clock.js';

/** A shift as it is kept. */
export type KeptShift = ShiftRules & { readonly id: string; readonly time_zone: string };

/** One shift on one date. */
export interface PlannedShift extends Span {
  readonly shift: KeptShift;
  /** On which it starts. */
  readonly date: string;
  readonly clock: ZoneClock;
  /** Several if the shift is split. Sorted and disjoint. */
  readonly parts: readonly Span[];
  /** The parts without breaks. */
  readonly work: readonly Span[];
  /** Where its second half begins. */
  readonly halfAt: number;
}

/** Returns the shift on a date; days of the week and rotations are the caller's. */
export function plannedShift(shift: KeptShift, date: string, clock: ZoneClock): PlannedShift {
  /* Times go on after midnight where they are earlier than the one before. */
  let [day, last] = [date, ''];
  const next = (time: string, mayEqual: boolean): string => {
    if (last !== '' && (mayEqual ? time < last : time <= last)) day = plusDays(day, 1);
    last = time;
    return day;
  };
  const parts = shift.parts.map(({ starts, ends }) => {
    const from = clock.minuteOf(next(starts, true), starts);
    /* Clocks may skip all of a short part. */
    const to = Math.max(from, clock.minuteOf(next(ends, false), ends, 'second'));
    return { from, to };
  });
  const [from, to] = [parts[0]!.from, parts.at(-1)!.to];
  const onDay = (time: string): string => (time < shift.parts[0]!.starts ? plusDays(date, 1) : date);
  const breaks = shift.breaks.map(({ starts, ends }) => {
    const begins = clock.minuteOf(onDay(starts), starts);
    return { from: begins, to: begins + minutesBetween(starts, ends) };
  });
  const work = without(within(parts, [{ from, to }]), breaks);
  const length = work.reduce((sum, span) => sum + span.to - span.from, 0);
  const halfAt =
    shift.half_at == null
      ? minuteAfter(work, length / 2)
      : clock.minuteOf(onDay(shift.half_at), shift.half_at);
  return { shift, date, clock, from, to, parts, work, halfAt: Math.floor(halfAt) };
}

/** Returns how long it takes clocks to go from one time to another. */
export function minutesBetween(starts: string, ends: string): number {
  const [from, to] = [minuteOfDay(starts), minuteOfDay(ends)];
  return to > from ? to - from : to - from + 1440;
}

export const minuteOfDay = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
