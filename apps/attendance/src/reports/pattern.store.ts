import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { type ClockOffset, clockParameters, shownClock, type TimeRange } from '../logs/days.js';

/** A day as calendars of a zone show it, with the attendances of its hours. */
export interface CountedDay {
  /** YYYY-MM-DD. */
  readonly day: string;
  /** Different people. */
  readonly people: number;
  /** Attendances by hour, 0 to 23. */
  readonly hours: Readonly<Record<string, number>>;
}

@Injectable()
export class PatternStore {
  constructor(private readonly database: Database) {}

  /** Returns the days with attendance in order. Groups by person and hour first, which keeps what follows small. */
  days({ from, until }: TimeRange, offsets: readonly ClockOffset[]): Promise<CountedDay[]> {
    return this.database.prepared<CountedDay>(
      'attendance-pattern days',
      `WITH seen AS MATERIALIZED (
         SELECT person_id, date_trunc('hour', ${shownClock('occurred_at', '$3', '$4')}) AS hour, count(*)::int AS attendances
           FROM attendance_log WHERE occurred_at >= $1 AND occurred_at < $2 GROUP BY 1, 2),
       people AS (SELECT hour::date AS day, count(DISTINCT person_id)::int AS people FROM seen GROUP BY 1),
       hours AS (
         SELECT hour::date AS day, jsonb_object_agg(extract(hour FROM hour)::int, attendances) AS hours
           FROM (SELECT hour, sum(attendances)::int AS attendances FROM seen GROUP BY hour) AS by_hour GROUP BY 1)
       SELECT day::text, people, hours FROM people JOIN hours USING (day) ORDER BY day`,
      [from, until, ...clockParameters(offsets)],
    );
  }

  /** Returns the days on which every calendar of holidays is free for the whole day; none without a calendar. */
  async holidays(first: string, last: string): Promise<string[]> {
    const rows = await this.database.prepared<{ day: string }>(
      'attendance-pattern holidays',
      `SELECT holiday->>'date' AS day
         FROM holiday_calendar CROSS JOIN LATERAL jsonb_array_elements(holidays) AS holiday
        WHERE holiday->>'part' = 'day' AND holiday->>'date' BETWEEN $1 AND $2
        GROUP BY 1 HAVING count(DISTINCT holiday_calendar.id) = (SELECT count(*) FROM holiday_calendar) ORDER BY 1`,
      [first, last],
    );
    return rows.map(({ day }) => day);
  }

  /** Returns how many different people attended. */
  async people({ from, until }: TimeRange): Promise<number> {
    const [row] = await this.database.prepared<{ people: number }>(
      'attendance-pattern people',
      /* A look into the index for each person, instead of every row. */
      `SELECT count(*)::int AS people FROM person WHERE EXISTS (
         SELECT FROM attendance_log WHERE person_id = account_id AND occurred_at >= $1 AND occurred_at < $2)`,
      [from, until],
    );
    return row!.people;
  }
}
