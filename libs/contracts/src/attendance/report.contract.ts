import { authenticated, contract, op } from '../contract/index.js';
import { choice, Field, integer, number, object, ofSite, score, text, timeZone } from '../fields/index.js';

export const hemispheres = ['north', 'south'] as const;
export type Hemisphere = (typeof hemispheres)[number];

export class PatternsQuery {
  @Field(timeZone(), ofSite) time_zone?: string;
  @Field(choice(...hemispheres), {
    default: 'north',
    description:
      'Where the seasons are: spring is March to May in the north, September to November in the south. It counts for nothing where the site has terms (ATTENDANCE_TERMS)',
  })
  hemisphere!: Hemisphere;
}

export class WeekdayPattern {
  @Field(number(), {
    nullable: true,
    description:
      'People present on such a day, on average; null without such a whole day since the first attendance',
    example: 3847,
  })
  avg_attendance!: number | null;
  @Field(text(), {
    nullable: true,
    description: 'Hour of the day with the most attendances; null without any',
    example: '09:00',
  })
  peak_hour!: string | null;
}

export class WeekdayPatterns {
  @Field(object(WeekdayPattern), { description: 'Mondays' }) monday!: WeekdayPattern;
  @Field(object(WeekdayPattern), { description: 'Tuesdays' }) tuesday!: WeekdayPattern;
  @Field(object(WeekdayPattern), { description: 'Wednesdays' }) wednesday!: WeekdayPattern;
  @Field(object(WeekdayPattern), { description: 'Thursdays' }) thursday!: WeekdayPattern;
  @Field(object(WeekdayPattern), { description: 'Fridays' }) friday!: WeekdayPattern;
  @Field(object(WeekdayPattern), { description: 'Saturdays' }) saturday!: WeekdayPattern;
  @Field(object(WeekdayPattern), { description: 'Sundays' }) sunday!: WeekdayPattern;
}

export class SeasonalTrends {
  @Field(number(), seasonOf('spring', 0.94)) spring!: number | null;
  @Field(number(), seasonOf('summer', 0.67)) summer!: number | null;
  @Field(number(), seasonOf('fall', 0.92)) fall!: number | null;
  @Field(number(), seasonOf('winter', 0.89)) winter!: number | null;
}

export class AttendancePrediction {
  @Field(integer(), {
    nullable: true,
    description:
      'Attendances of the seven days from today on: the median of the last eight such weekdays that were no holidays, summed up; of a holiday the median of the last holidays. Holidays are days on which every calendar is free. Null with less than six whole weeks',
    example: 18_547,
  })
  next_week_attendance!: number | null;
  @Field(score(), {
    nullable: true,
    description:
      'One minus the mean relative error with which this method would have told the last weeks; null with `next_week_attendance`',
    example: 0.87,
  })
  confidence!: number | null;
  @Field(integer(), {
    nullable: true,
    description: 'What it would have been at least, by the largest error of those weeks',
    example: 16_100,
  })
  at_least!: number | null;
  @Field(integer(), {
    nullable: true,
    description: 'What it would have been at most, by the largest error of those weeks',
    example: 20_990,
  })
  at_most!: number | null;
  @Field(integer(), { description: 'Weeks that the method was tried on', example: 8 }) tried_weeks!: number;
}

export class AttendancePatterns {
  @Field(object(WeekdayPatterns), { description: 'By weekday, over the last 365 days' })
  daily_patterns!: WeekdayPatterns;
  @Field(object(SeasonalTrends), { description: 'How well attended each season was' })
  seasonal_trends!: SeasonalTrends;
  @Field(choice('terms', 'meteorological'), {
    description: 'What the seasons are: terms of the site (ATTENDANCE_TERMS), or months',
  })
  seasons!: 'terms' | 'meteorological';
  @Field(object(AttendancePrediction), { description: 'What the coming week may bring' })
  predictions!: AttendancePrediction;
  @Field(text({ format: 'date' }), {
    nullable: true,
    description: 'First day that counts; null without attendance',
    example: '2025-03-16',
  })
  date_from!: string | null;
  @Field(text({ format: 'date' }), { description: 'Last day that counts, yesterday', example: '2026-03-14' })
  date_to!: string;
  @Field(text(), { description: 'Time zone of days and hours', example: 'Europe/Berlin' }) time_zone!: string;
}

function seasonOf(season: string, example: number) {
  return {
    nullable: true,
    description: `People present on a day of the last ${season} with attendance, as a share of the people who attended in the 365 days; null without such a day`,
    example,
  } as const;
}

/** What the log says about habits. */
export const reportContract = contract(
  'attendance.report',
  { family: 'attendance', tag: 'Reports' },
  {
    patterns: op({
      http: { method: 'GET', path: '/api/v1/reports/patterns/' },
      query: PatternsQuery,
      reply: AttendancePatterns,
      access: authenticated(),
      limit: 'reports',
      summary: 'Weekdays, seasons and a prediction with its error, from the last 365 days',
    }),
  },
);
