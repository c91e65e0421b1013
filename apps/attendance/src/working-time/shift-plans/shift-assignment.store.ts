import type { AssignmentRules } from '@argus/contracts';
import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Person } from '../../people/person.entity.js';
import { ofEmployeeId } from '../../people/person.store.js';
import type { KeptAssignment } from '../engine/shift-plan.js';
import { ShiftAssignment } from './shift-assignment.entity.js';

/** An assignment as the derivation of days takes it, with its person. */
export type PersonsAssignment = KeptAssignment & { readonly personId: number };

export type ListedAssignment = PersonsAssignment & Pick<Person, 'employeeId' | 'name' | 'department'>;

/** Conditions; undefined ones are ignored. */
export interface AssignmentFilter {
  readonly own: number | undefined;
  readonly employee: string | undefined;
  readonly on: string | undefined;
}

const COLUMNS = `a.id, a.person_id AS "personId", a.shifts, a.turn, a.date_from::text, a.date_to::text,
  a.holiday_calendar_id AS holiday_calendar`;
const LISTED = `${COLUMNS}, person.employee_id AS "employeeId", person.name, person.department`;
const constraints = { FK_shift_assignment_holiday_calendar: 'HOLIDAY_CALENDAR_UNKNOWN' };

@Injectable()
export class AssignmentStore {
  constructor(private readonly database: Database) {}

  /** Returns one page by employee id and first day, each row with the count of all. */
  list(
    { own, employee, on }: AssignmentFilter,
    limit: number,
    offset: number,
  ): Promise<(ListedAssignment & { count: number })[]> {
    return this.database.query(
      `SELECT ${LISTED}, count(*) OVER () FROM shift_assignment a JOIN person ON account_id = a.person_id
        WHERE ($1::int IS NULL OR a.person_id = $1)
          AND ($2 = '' OR a.person_id = (SELECT account_id FROM person WHERE ${ofEmployeeId('$2')}))
          AND ($3::date IS NULL OR (a.date_from <= $3 AND coalesce(a.date_to >= $3, true)))
        ORDER BY employee_id, a.date_from, a.id LIMIT $4 OFFSET $5`,
      [own ?? null, employee ?? '', on ?? null, limit, offset],
    );
  }

  /** Inside the surrounding transaction, if there is one. */
  async find(id: string): Promise<ListedAssignment | undefined> {
    const [row] = await this.database.query<ListedAssignment>(
      `SELECT ${LISTED} FROM shift_assignment a JOIN person ON account_id = a.person_id WHERE a.id = $1`,
      [id],
    );
    return row;
  }

  /** Returns what people have at any time. */
  ofPeople(personIds: readonly number[]): Promise<PersonsAssignment[]> {
    return this.database.prepared(
      'shift-assignments of people',
      `SELECT ${COLUMNS} FROM shift_assignment a WHERE a.person_id = ANY($1::int[]) ORDER BY a.date_from, a.id`,
      [personIds],
    );
  }

  /** Returns what people have from the first day to the last. */
  during(personIds: readonly number[], first: string, last: string): Promise<PersonsAssignment[]> {
    return this.database.prepared(
      'shift-assignments during',
      `SELECT ${COLUMNS} FROM shift_assignment a
        WHERE a.person_id = ANY($1::int[]) AND a.date_from <= $3::date AND coalesce(a.date_to >= $2::date, true)
        ORDER BY a.date_from, a.id`,
      [personIds, first, last],
    );
  }

  ofShift(id: string): Promise<PersonsAssignment[]> {
    return this.database.query(`SELECT ${COLUMNS} FROM shift_assignment a WHERE $1 = ANY(a.shifts)`, [id]);
  }

  async isAssigned(shiftId: string): Promise<boolean> {
    const rows = await this.database.query('SELECT 1 FROM shift_assignment WHERE $1 = ANY(shifts) LIMIT 1', [
      shiftId,
    ]);
    return rows.length > 0;
  }

  /** @throws DomainError HOLIDAY_CALENDAR_UNKNOWN */
  async insertAll(
    tx: EntityManager,
    people: readonly { readonly id: string; readonly personId: number }[],
    rules: AssignmentRules,
  ): Promise<void> {
    const { shifts, turn, date_from, date_to, holiday_calendar } = rules;
    await mapConstraints(constraints, () =>
      this.database.preparedIn(
        tx,
        'shift-assignments.insert',
        `INSERT INTO shift_assignment (id, person_id, shifts, turn, date_from, date_to, holiday_calendar_id)
         SELECT id, person_id, $3, $4, $5::date, $6::date, $7::uuid FROM unnest($1::uuid[], $2::int[]) AS new (id, person_id)`,
        [
          people.map(({ id }) => id),
          people.map(({ personId }) => personId),
          shifts,
          turn,
          date_from,
          date_to ?? null,
          holiday_calendar ?? null,
        ],
      ),
    );
  }

  /** @throws DomainError HOLIDAY_CALENDAR_UNKNOWN */
  async change(tx: EntityManager, id: string, rules: AssignmentRules): Promise<void> {
    const { shifts, turn, date_from: dateFrom, date_to: dateTo, holiday_calendar } = rules;
    const row = {
      shifts,
      turn,
      dateFrom,
      dateTo: dateTo ?? null,
      holidayCalendarId: holiday_calendar ?? null,
    };
    await mapConstraints(constraints, () => tx.update(ShiftAssignment, id, row));
  }

  async remove(tx: EntityManager, id: string): Promise<void> {
    await tx.delete(ShiftAssignment, id);
  }
}
