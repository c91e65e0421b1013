import { plusDays, weekdayOf } from '@argus/calendar';
import type { RateBasis } from '@argus/contracts';

const isWorkingDay = (day: string): boolean => !['saturday', 'sunday'].includes(weekdayOf(day));

/** Which days count as working days. */
export const rateCalendar = 'monday_to_friday';

/** Returns the working days from the first day to the last, in order. */
export function workingDaysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = plusDays(day, 1)) if (isWorkingDay(day)) days.push(day);
  return days;
}

/** Returns undefined if there was no day to work on. */
export const shiftBasis = (
  { workingDays, attendedDays }: { readonly workingDays: number; readonly attendedDays: number },
  first: string,
  last: string,
): RateBasis | undefined =>
  workingDays === 0
    ? undefined
    : {
        calendar: 'shifts',
        date_from: first,
        date_to: last,
        working_days: workingDays,
        attended_days: attendedDays,
      };

/**
 * Counts attended working days among all from the first day to the last.
 * @returns undefined if there is no working day among them
 */
export function rateBasis(attended: readonly string[], first: string, last: string): RateBasis | undefined {
  const days = new Set(attended);
  const working = workingDaysBetween(first, last);
  if (working.length === 0) return undefined;
  return {
    calendar: rateCalendar,
    date_from: first,
    date_to: last,
    working_days: working.length,
    attended_days: working.filter((day) => days.has(day)).length,
  };
}
