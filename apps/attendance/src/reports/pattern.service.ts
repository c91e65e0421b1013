import { dateIn, plusDays } from '@argus/calendar';
import {
  type AttendancePatterns,
  type AttendancePrediction,
  Instant,
  type PatternsQuery,
} from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { clockOffsets, daysBetween } from '../logs/days.js';
import { forecast } from './attendance-forecast.js';
import { seasonalTrends, wholeDays, weekdayPatterns } from './attendance-patterns.js';
import { type CountedDay, PatternStore } from './pattern.store.js';
import { meteorologicalSeason, termSeason } from './season-terms.js';

const DAYS = 365;
const DAYS_AT_ONCE = 31;
const COMING_DAYS = 7;

/** Tells habits from the log, and what they say about the coming week. */
@Injectable()
export class PatternService {
  constructor(
    private readonly patterns: PatternStore,
    @Inject(platformSettings.token) private readonly settings: PlatformSettings,
    @Inject(attendanceSettings.token) private readonly own: AttendanceSettings,
  ) {}

  async tell({
    time_zone = this.settings.SITE_TIME_ZONE,
    hemisphere,
  }: PatternsQuery): Promise<AttendancePatterns> {
    /* Today is not over. */
    const last = plusDays(dateIn(time_zone, Instant.now()), -1);
    const first = plusDays(last, 1 - DAYS);
    const people = await this.patterns.people(daysBetween(time_zone, first, last));
    const days = wholeDays(await this.count(time_zone, first, last), last);
    const holidays = new Set(await this.patterns.holidays(first, plusDays(last, COMING_DAYS)));
    const terms = this.own.ATTENDANCE_TERMS;
    return {
      daily_patterns: weekdayPatterns(days),
      seasonal_trends: seasonalTrends(days, people, (day) =>
        terms ? termSeason(terms, day) : meteorologicalSeason(day, hemisphere),
      ),
      seasons: terms ? 'terms' : 'meteorological',
      predictions: predictionFrom(days, holidays),
      date_from: days[0]?.day ?? null,
      date_to: last,
      time_zone,
    };
  }

  /** Month by month: a year of a large organisation in one statement would meet the limit of its time. */
  private async count(timeZone: string, first: string, last: string): Promise<CountedDay[]> {
    const counted: CountedDay[] = [];
    for (let day = first; day <= last; day = plusDays(day, DAYS_AT_ONCE)) {
      const end = plusDays(day, DAYS_AT_ONCE - 1);
      const range = daysBetween(timeZone, day, end < last ? end : last);
      counted.push(...(await this.patterns.days(range, clockOffsets(timeZone, range))));
    }
    return counted;
  }
}

function predictionFrom(days: readonly CountedDay[], holidays: ReadonlySet<string>): AttendancePrediction {
  const [begin] = days;
  const isHoliday = (at: number): boolean => begin !== undefined && holidays.has(plusDays(begin.day, at));
  const told = forecast(
    days.map(({ people }) => people),
    isHoliday,
  );
  return {
    next_week_attendance: told?.expected ?? null,
    confidence: told ? Math.round(Math.max(0, 1 - told.meanError) * 100) / 100 : null,
    at_least: told?.atLeast ?? null,
    at_most: told?.atMost ?? null,
    tried_weeks: told?.triedWeeks ?? 0,
  };
}
