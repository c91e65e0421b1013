import type { AttendanceSummary, SummaryQuery } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { dayOf, daysBefore, daysBetween } from './days.js';

const daysOf: Readonly<Record<SummaryQuery['period'], number>> = {
  daily: 1,
  weekly: 7,
  monthly: 30,
  yearly: 365,
};

type Totals = Omit<AttendanceSummary, 'period' | 'date'>;

/** Totals over stretches of days. */
@Injectable()
export class SummaryService {
  constructor(private readonly database: Database) {}

  /** @throws DomainError DATES_REVERSED */
  async summarise({ period, date_from, date_to, department }: SummaryQuery): Promise<AttendanceSummary> {
    const date = date_to ?? dayOf(new Date());
    const { from, until } = daysBetween(date_from ?? daysBefore(date, daysOf[period] - 1), date);
    const totals = department
      ? await this.totals('of a department', 'AND lower(person.department) = lower($3)', [
          from,
          until,
          department,
        ])
      : await this.totals('of all', '', [from, until]);
    return { period, date, ...totals, departments: department ? {} : totals.departments };
  }

  /** Counted by person and hour first: what is grouped again after that is small, whatever the stretch. */
  private async totals(name: string, condition: string, parameters: unknown[]): Promise<Totals> {
    const [totals] = await this.database.prepared<Totals>(
      `attendance-summary ${name}`,
      `WITH counted AS MATERIALIZED (
         SELECT log.person_id, extract(hour FROM log.occurred_at AT TIME ZONE 'UTC')::int AS hour,
                count(*)::int AS attendances
           FROM attendance_log log
          WHERE log.occurred_at >= $1 AND log.occurred_at < $2
          GROUP BY 1, 2),
       attended AS MATERIALIZED (
         SELECT counted.*, coalesce(nullif(trim(person.department), ''), 'Unknown') AS department
           FROM counted JOIN person ON person.account_id = counted.person_id ${condition})
       SELECT (SELECT coalesce(sum(attendances), 0)::int FROM attended) AS total_attendances,
              (SELECT count(DISTINCT person_id)::int FROM attended) AS unique_persons,
              (SELECT coalesce(jsonb_object_agg(department, attendances), '{}') FROM
                 (SELECT department, sum(attendances) AS attendances FROM attended GROUP BY department) AS by_department
              ) AS departments,
              (SELECT coalesce(jsonb_object_agg(to_char(hour, 'FM00') || ':00', attendances), '{}') FROM
                 (SELECT hour, sum(attendances) AS attendances FROM attended GROUP BY hour) AS by_hour
              ) AS hourly_distribution`,
      parameters,
    );
    return totals!;
  }
}
