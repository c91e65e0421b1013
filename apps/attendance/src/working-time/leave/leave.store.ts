import type { LeaveRow } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { NamedPerson } from '../../people/employee.view.js';
import { ofEmployeeId } from '../../people/person.store.js';
import type { KeptLeave } from '../engine/work-day.js';
import { Leave } from './leave.entity.js';

/** Leave as it is shown. */
export type ListedLeave = NamedPerson &
  KeptLeave & { readonly id: string; readonly reference: string | null };

/** Conditions; undefined and empty ones are ignored. */
export interface LeaveFilter {
  readonly own: number | undefined;
  readonly employee: string | undefined;
  readonly first: string | undefined;
  readonly last: string | undefined;
}

/** A row of an import with its person. */
export type ImportedLeave = Omit<LeaveRow, 'employee_id'> & { readonly personId: number };

/** How many rows did what. */
export interface ImportCount {
  readonly created: number;
  readonly changed: number;
  readonly cancelled: number;
}

const COLUMNS = 'l.kind, l.date_from::text, l.date_to::text, l.part, l.person_id AS "personId"';
const LISTED = `l.id, l.reference, ${COLUMNS}, person.employee_id AS "employeeId", person.name, person.department`;

@Injectable()
export class LeaveStore {
  constructor(private readonly database: Database) {}

  /** Returns one page by first day, each row with the count of all. */
  list(
    { own, employee, first, last }: LeaveFilter,
    limit: number,
    offset: number,
  ): Promise<(ListedLeave & { count: number })[]> {
    return this.database.query(
      `SELECT ${LISTED}, count(*) OVER () FROM leave l JOIN person ON account_id = l.person_id
        WHERE ($1::int IS NULL OR l.person_id = $1)
          AND ($2 = '' OR l.person_id = (SELECT account_id FROM person WHERE ${ofEmployeeId('$2')}))
          AND ($3::date IS NULL OR l.date_to >= $3) AND ($4::date IS NULL OR l.date_from <= $4)
        ORDER BY l.date_from, l.id LIMIT $5 OFFSET $6`,
      [own ?? null, employee ?? '', first ?? null, last ?? null, limit, offset],
    );
  }

  /** Inside the surrounding transaction, if there is one. */
  async find(id: string): Promise<ListedLeave | undefined> {
    const [row] = await this.database.query<ListedLeave>(
      `SELECT ${LISTED} FROM leave l JOIN person ON account_id = l.person_id WHERE l.id = $1`,
      [id],
    );
    return row;
  }

  /** Returns the leave of people from the first day to the last. */
  during(
    personIds: readonly number[],
    first: string,
    last: string,
  ): Promise<(KeptLeave & { personId: number })[]> {
    return this.database.prepared(
      'leave during',
      `SELECT ${COLUMNS} FROM leave l
        WHERE l.person_id = ANY($1::int[]) AND l.date_to >= $2::date AND l.date_from <= $3::date ORDER BY l.date_from, l.id`,
      [personIds, first, last],
    );
  }

  /** Imports and entries take turns, so that what they look for holds until the commit. */
  async lock(tx: EntityManager): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.leave', 0))`);
  }

  /** Returns leave of the person that lies on the same days, or on the same halves of them. */
  async overlapping(
    tx: EntityManager,
    { personId, dateFrom, dateTo, part }: Pick<Leave, 'personId' | 'dateFrom' | 'dateTo' | 'part'>,
  ): Promise<{ kind: string; first: string; last: string } | undefined> {
    const [other] = await this.database.preparedIn<{ kind: string; first: string; last: string }>(
      tx,
      'leave.overlapping',
      `SELECT kind, date_from::text AS first, date_to::text AS last FROM leave
        WHERE person_id = $1 AND date_from <= $3::date AND date_to >= $2::date AND ($4 = 'day' OR part IN ('day', $4))
        ORDER BY date_from LIMIT 1`,
      [personId, dateFrom, dateTo, part],
    );
    return other;
  }

  async insert(tx: EntityManager, leave: Omit<Leave, 'person'>): Promise<void> {
    await tx.insert(Leave, leave);
  }

  async remove(tx: EntityManager, id: string): Promise<void> {
    await tx.delete(Leave, id);
  }

  /** Takes rows over by their references, each of which comes once. */
  async import(tx: EntityManager, rows: readonly ImportedLeave[]): Promise<ImportCount> {
    await this.lock(tx);
    const [count] = await this.database.preparedIn<ImportCount>(
      tx,
      'leave.import',
      `WITH sent AS (
         SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::date[], $5::date[], $6::text[], $7::bool[])
                AS row (reference, person_id, kind, date_from, date_to, part, cancelled)
       ), cancelled AS (
         DELETE FROM leave USING sent WHERE leave.reference = sent.reference AND sent.cancelled RETURNING 1
       ), changed AS (
         UPDATE leave SET person_id = sent.person_id, kind = sent.kind, date_from = sent.date_from, date_to = sent.date_to,
                part = sent.part
           FROM sent WHERE leave.reference = sent.reference AND NOT sent.cancelled
            AND (leave.person_id, leave.kind, leave.date_from, leave.date_to, leave.part)
                IS DISTINCT FROM (sent.person_id, sent.kind, sent.date_from, sent.date_to, sent.part)
         RETURNING 1
       ), created AS (
         INSERT INTO leave (id, reference, person_id, kind, date_from, date_to, part)
         SELECT gen_random_uuid(), reference, person_id, kind, date_from, date_to, part FROM sent
          WHERE NOT cancelled AND NOT EXISTS (SELECT FROM leave WHERE leave.reference = sent.reference)
         RETURNING 1
       ) SELECT (SELECT count(*) FROM created) AS created, (SELECT count(*) FROM changed) AS changed,
                (SELECT count(*) FROM cancelled) AS cancelled`,
      [
        rows.map(({ reference }) => reference),
        rows.map(({ personId }) => personId),
        rows.map(({ kind }) => kind),
        rows.map(({ date_from }) => date_from),
        rows.map(({ date_to }) => date_to),
        rows.map(({ part }) => part),
        rows.map(({ status }) => status === 'cancelled'),
      ],
    );
    return count!;
  }
}
