import { plusDays, weekdayOf } from '@argus/calendar';
import type { RateBasis } from '@argus/contracts';

const isWorkingDay = (day: string): boolean => !['saturday', 'sunday'].includes(weekdayOf(day));

/**
 * Counts attended working days among all from the first day to the last.
 * @returns undefined if there is no working day among them
 */
export function rateBasis(attended: readonly string[], first: string, last: string): RateBasis | undefined {
  const days = new Set(attended);
  let [working, present] = [0, 0];
  for (let day = first; day <= last; day = plusDays(day, 1)) {
    if (!isWorkingDay(day)) continue;
    working++;
    if (days.has(day)) present++;
  }
  if (working === 0) return undefined;
  return {
    calendar: 'monday_to_friday',
    date_from: first,
    date_to: last,
    working_days: working,
    attended_days: present,
  };
}
