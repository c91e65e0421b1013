import { dayNumber, plusDays } from '@argus/calendar';
import type { KeptShift, PlannedShift } from './planned-shift.js';
import { type KeptAssignment, ShiftPlan } from './shift-plan.js';

/** Two shifts at one time. */
export interface Overlap {
  readonly one: PlannedShift;
  readonly other: PlannedShift;
}

const WEEK = 7;

/** Days after which the shifts of an assignment repeat. */
const cycleOf = ({ shifts, turn }: KeptAssignment): number =>
  turn === 'week' ? shifts.length * WEEK : leastCommon(shifts.length, WEEK);

const leastCommon = (one: number, other: number): number => (one * other) / greatestCommon(one, other);
const greatestCommon = (one: number, other: number): number =>
  other === 0 ? one : greatestCommon(other, one % other);

/** Finds two shifts at one time in the assignments of a person, as far as the first one has a part in it. */
export class OverlapSearch {
  private readonly known = new Map<string, Overlap | undefined>();
  private readonly shifts: readonly KeptShift[];

  constructor(shifts: readonly KeptShift[]) {
    /* Of one zone, clocks tell what overlaps; those of UTC never change, and answer at once. */
    const isOneZone = new Set(shifts.map(({ time_zone }) => time_zone)).size < 2;
    this.shifts = isOneZone ? shifts.map((shift) => ({ ...shift, time_zone: 'UTC' })) : shifts;
  }

  find(one: KeptAssignment, others: readonly KeptAssignment[]): Overlap | undefined {
    for (const pair of [[one], ...others.map((other) => [one, other])]) {
      const overlap = this.among(pair);
      if (overlap) return overlap;
    }
    return undefined;
  }

  /** Many people have the same shifts, so what was looked for is kept. */
  private among(assignments: readonly KeptAssignment[]): Overlap | undefined {
    const key = assignments
      .map(({ shifts, turn, date_from, date_to }) => [...shifts, turn, date_from, date_to].join())
      .join(' ');
    if (!this.known.has(key)) this.known.set(key, this.search(assignments));
    return this.known.get(key);
  }

  private search(assignments: readonly KeptAssignment[]): Overlap | undefined {
    const first = assignments.map(({ date_from }) => date_from).reduce((a, b) => (a > b ? a : b));
    const ends = assignments.flatMap(({ date_to }) => date_to ?? []);
    const cycle = assignments.map(cycleOf).reduce(leastCommon);
    /* A shift of the day before, and one of the day after, may reach over. */
    const last = [...ends.map((end) => plusDays(end, 1)), plusDays(first, cycle + 1)].reduce((a, b) =>
      a < b ? a : b,
    );
    if (dayNumber(last) < dayNumber(first) - 1) return undefined;
    const plan = new ShiftPlan({ shifts: this.shifts, calendars: [] }, 'UTC', plusDays(first, -1), last);
    const planned = plan.dates
      .flatMap((date) => assignments.map((assignment) => plan.shiftOn(assignment, date)))
      .filter((shift) => shift !== undefined)
      .sort((a, b) => a.from - b.from);
    for (const [at, one] of planned.entries())
      for (let next = at + 1; next < planned.length && planned[next]!.from < one.to; next++)
        if (overlaps(one, planned[next]!)) return { one, other: planned[next]! };
    return undefined;
  }
}

/* Between the parts of a split shift there may be another one. */
const overlaps = (one: PlannedShift, other: PlannedShift): boolean =>
  one.parts.some((part) => other.parts.some(({ from, to }) => part.from < to && from < part.to));
