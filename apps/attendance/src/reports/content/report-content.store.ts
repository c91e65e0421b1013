import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { type ClockOffset, clockParameters, shownClock, type TimeRange } from '../../logs/days.js';
import type { ReportScope } from './report-content.js';

export type Whom = Pick<ReportScope, 'department' | 'employeeIds' | 'own'>;

/** A person as stored, with the moment of their first attendance. */
export interface PersonInReport {
  readonly id: number;
  readonly employeeId: string;
  readonly name: string;
  readonly department: string;
  /** Milliseconds since 1970; null without any. */
  readonly sinceMs: number | null;
}

export interface DayOfPerson {
  readonly personId: number;
  readonly day: string;
  readonly minutes: number;
}

/* The statement is prepared once for every combination of filters: an absent one is null. */
const MEANT = `($3::text IS NULL OR fold_text(person.department) = fold_text($3))
  AND ($4::text[] IS NULL OR fold_text(person.employee_id) IN (SELECT fold_text(id) FROM unnest($4::text[]) AS id))
  AND ($5::int IS NULL OR person.account_id = $5)
  AND (is_active OR EXISTS (
    SELECT FROM attendance_log log WHERE log.person_id = account_id AND occurred_at >= $1 AND occurred_at < $2))`;

@Injectable()
export class ReportContentStore {
  constructor(private readonly database: Database) {}

  /** Returns how many people a report is about. */
  async count({ from, until }: TimeRange, whom: Whom): Promise<number> {
    const [row] = await this.database.prepared<{ people: number }>(
      'report people counted',
      `SELECT count(*)::int AS people FROM person WHERE ${MEANT}`,
      [from, until, whom.department, whom.employeeIds, whom.own],
    );
    return row!.people;
  }

  /** Returns the people of a report. Departments that differ only in their spelling have that of most of their people. */
  people({ from, until }: TimeRange, whom: Whom): Promise<PersonInReport[]> {
    return this.database.prepared<PersonInReport>(
      'report people',
      `WITH meant AS (
         SELECT account_id, employee_id, name, coalesce(nullif(trim(department), ''), 'Unknown') AS department
           FROM person WHERE ${MEANT}),
       spelled AS (
         SELECT fold_text(department) AS folded,
                (array_agg(department ORDER BY people DESC, department COLLATE "C"))[1] AS department
           FROM (SELECT department, count(*) AS people FROM meant GROUP BY department) AS spellings
          GROUP BY 1)
       SELECT account_id AS id, employee_id AS "employeeId", name, spelled.department,
              floor(extract(epoch FROM (SELECT min(occurred_at) FROM attendance_log
                WHERE person_id = account_id AND occurred_at < $2)) * 1000)::float8 AS "sinceMs"
         FROM meant JOIN spelled ON folded = fold_text(meant.department)`,
      [from, until, whom.department, whom.employeeIds, whom.own],
    );
  }

  /** Passes each day on which each person attended, with the minute of their arrival. */
  days(
    { from, until }: TimeRange,
    offsets: readonly ClockOffset[],
    whom: Whom,
    take: (day: DayOfPerson) => void,
  ): Promise<void> {
    return this.database.each<DayOfPerson>(
      'report days',
      `SELECT person_id AS "personId", clock::date::text AS day,
              min(extract(hour FROM clock) * 60 + extract(minute FROM clock))::int AS minutes
         FROM (SELECT person_id, ${shownClock('occurred_at', '$6', '$7')} AS clock FROM attendance_log
                WHERE occurred_at >= $1 AND occurred_at < $2
                  AND (($3::text IS NULL AND $4::text[] IS NULL AND $5::int IS NULL)
                       OR person_id IN (SELECT account_id FROM person WHERE ${MEANT}))) AS shown
        GROUP BY person_id, clock::date`,
      [from, until, whom.department, whom.employeeIds, whom.own, ...clockParameters(offsets)],
      take,
    );
  }
}
