import { plusDays, weekdayOf } from '@argus/calendar';
import {
  type SeasonalTrends,
  type Weekday,
  type WeekdayPattern,
  type WeekdayPatterns,
  weekdays,
} from '@argus/contracts';
import type { CountedDay } from './pattern.store.js';
import type { Season } from './season-terms.js';

/** Every day from the first with attendance to the last, also those without. */
export function wholeDays(counted: readonly CountedDay[], last: string): CountedDay[] {
  const byDay = new Map(counted.map((each) => [each.day, each]));
  const days: CountedDay[] = [];
  for (let day = counted[0]?.day; day !== undefined && day <= last; day = plusDays(day, 1))
    days.push(byDay.get(day) ?? { day, people: 0, hours: {} });
  return days;
}

/** Means and peaks by weekday, over days without attendance too. */
export function weekdayPatterns(days: readonly CountedDay[]): WeekdayPatterns {
  const patternOf = (weekday: Weekday): WeekdayPattern => {
    const same = days.filter(({ day }) => weekdayOf(day) === weekday);
    return { avg_attendance: same.length === 0 ? null : rounded(meanOf(same)), peak_hour: peakHour(same) };
  };
  return Object.fromEntries(weekdays.map((weekday) => [weekday, patternOf(weekday)])) as Record<
    Weekday,
    WeekdayPattern
  >;
}

/** The mean of the days with attendance of each season, as a share of all people. */
export function seasonalTrends(
  days: readonly CountedDay[],
  people: number,
  seasonOf: (day: string) => Season | undefined,
): SeasonalTrends {
  const shareOf = (season: Season): number | null => {
    const its = days.filter((each) => each.people > 0 && seasonOf(each.day) === season);
    return its.length === 0 ? null : rounded(meanOf(its) / people);
  };
  return {
    spring: shareOf('spring'),
    summer: shareOf('summer'),
    fall: shareOf('fall'),
    winter: shareOf('winter'),
  };
}

const meanOf = (days: readonly CountedDay[]): number =>
  days.reduce((total, { people }) => total + people, 0) / days.length;

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** The earliest hour with the most attendances. */
export function peakHour(days: readonly CountedDay[]): string | null {
  const totals = Array<number>(24).fill(0);
  for (const { hours } of days)
    for (const [hour, count] of Object.entries(hours)) totals[Number(hour)]! += count;
  const most = Math.max(...totals);
  return most === 0 ? null : `${String(totals.indexOf(most)).padStart(2, '0')}:00`;
}
