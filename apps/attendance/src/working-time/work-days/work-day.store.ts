import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { ofEmployeeId } from '../../people/person.store.js';
import type { NamedPerson } from '../../people/employee.view.js';

/** Conditions on people; undefined and empty ones are ignored. */
export interface PeopleFilter {
  readonly own: number | undefined;
  readonly employee: string | undefined;
  readonly department: string | undefined;
}

@Injectable()
export class WorkDayStore {
  constructor(private readonly database: Database) {}

  /** Returns one page of active people by employee id, each with the count of all. One who is asked for needs not be active. */
  people(
    { own, employee, department }: PeopleFilter,
    limit: number,
    offset: number,
  ): Promise<(NamedPerson & { count: number })[]> {
    return this.database.prepared(
      'work-day people',
      `SELECT account_id AS "personId", employee_id AS "employeeId", name, department, count(*) OVER ()
         FROM person
        WHERE ($1::int IS NULL OR account_id = $1)
          AND ($2 = '' OR account_id = (SELECT account_id FROM person WHERE ${ofEmployeeId('$2')}))
          AND ($3 = '' OR fold_text(department) = fold_text($3))
          AND (is_active OR $2 <> '' OR $1 IS NOT NULL)
        ORDER BY employee_id LIMIT $4 OFFSET $5`,
      [own ?? null, employee ?? '', department ?? '', limit, offset],
    );
  }
}
