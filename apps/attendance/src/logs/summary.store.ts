import type { AttendanceSummary } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { type ClockOffset, clockParameters, shownClock, type TimeRange } from './days.js';

export type Totals = Omit<AttendanceSummary, 'period' | 'date' | 'time_zone'>;

@Injectable()
export class SummaryStore {
  constructor(private readonly database: Database) {}

  totals(range: TimeRange, offsets: readonly ClockOffset[]): Promise<Totals> {
    return this.#totals('of all', '', range, offsets);
  }

  totalsOf(department: string, range: TimeRange, offsets: readonly ClockOffset[]): Promise<Totals> {
    const condition =
      'AND person.account_id IN (SELECT account_id FROM person WHERE fold_text(department) = fold_text($5))';
    return this.#totals('of a department', condition, range, offsets, department);
  }

  /** Groups by person and hour first, which keeps the intermediate result small for long ranges. */
  async #totals(
    name: string,
    condition: string,
    { from, until }: TimeRange,
    offsets: readonly ClockOffset[],
    ...parameters: unknown[]
  ): Promise<Totals> {
    const [totals] = await this.database.prepared<Totals>(
      `attendance-summary ${name}`,
      `WITH counted AS MATERIALIZED (
         SELECT log.person_id, extract(hour FROM ${shownClock('log.occurred_at', '$3', '$4')})::int AS hour,
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
                 (SELECT (array_agg(department ORDER BY attendances DESC, department COLLATE "C"))[1] AS department,
                         sum(attendances) AS attendances
                    FROM (SELECT department, sum(attendances) AS attendances FROM attended GROUP BY department) AS spelled
                   GROUP BY fold_text(department)) AS by_department
              ) AS departments,
              (SELECT coalesce(jsonb_object_agg(to_char(hour, 'FM00') || ':00', attendances), '{}') FROM
                 (SELECT hour, sum(attendances) AS attendances FROM attended GROUP BY hour) AS by_hour
              ) AS hourly_distribution`,
      [from, until, ...clockParameters(offsets), ...parameters],
    );
    return totals!;
  }
}
