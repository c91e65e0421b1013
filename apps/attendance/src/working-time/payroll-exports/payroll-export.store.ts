import type { Instant } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { NamedPerson } from '../../people/employee.view.js';
import type { PayrollExport } from './payroll-export.entity.js';
import type { PayrollSheetRow } from './payroll-sheet.entity.js';

/** One person's days in an export. */
export type Sheet = Omit<PayrollSheetRow, 'exportId' | 'export'>;

export type NewExport = Pick<
  PayrollExport,
  'id' | 'dateFrom' | 'dateTo' | 'department' | 'people' | 'incompleteDays' | 'createdBy'
>;

/** An export that holds days of somebody already. */
export interface FormerExport {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly employee: string;
}

const COLUMNS = `id, date_from::text AS "dateFrom", date_to::text AS "dateTo", department, status, people, incomplete_days AS "incompleteDays",
  created_at AS "createdAt", created_by AS "createdBy", withdrawn_at AS "withdrawnAt", withdrawn_by AS "withdrawnBy"`;
const SHEET = 'person_id AS "personId", employee_id AS "employeeId", name, department, days';

@Injectable()
export class PayrollExportStore {
  constructor(private readonly database: Database) {}

  /** Returns one page, newest first, each row with the count of all. */
  list(limit: number, offset: number): Promise<(PayrollExport & { count: number })[]> {
    return this.database.query(
      `SELECT ${COLUMNS}, (SELECT count(*) FROM payroll_export) FROM payroll_export
        ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
  }

  /** Inside the surrounding transaction, if there is one. */
  async find(id: string): Promise<PayrollExport | undefined> {
    const [row] = await this.database.query<PayrollExport>(
      `SELECT ${COLUMNS} FROM payroll_export WHERE id = $1`,
      [id],
    );
    return row;
  }

  /** Returns one page by employee id. */
  sheets(id: string, limit: number, offset: number): Promise<Sheet[]> {
    return this.database.prepared(
      'payroll-export.sheets',
      `SELECT ${SHEET} FROM payroll_sheet WHERE export_id = $1 ORDER BY employee_id, person_id LIMIT $2 OFFSET $3`,
      [id, limit, offset],
    );
  }

  /** Returns everybody who had a shift or attended, whether they are active now or not, and those who are named besides. */
  people(
    department: string | null,
    [first, last]: readonly [string, string],
    [from, until]: readonly [Instant, Instant],
    besides: readonly number[],
  ): Promise<NamedPerson[]> {
    return this.database.query(
      `SELECT account_id AS "personId", employee_id AS "employeeId", name, department FROM person
        WHERE account_id = ANY($6::int[]) OR (($1::text IS NULL OR fold_text(department) = fold_text($1))
          AND (EXISTS (SELECT FROM shift_assignment a WHERE a.person_id = account_id AND a.date_from <= $3::date
                          AND coalesce(a.date_to >= $2::date, true))
            OR EXISTS (SELECT FROM attendance_log l WHERE l.person_id = account_id AND l.occurred_at >= $4 AND l.occurred_at < $5)
            OR EXISTS (SELECT FROM correction c WHERE c.person_id = account_id AND c.status = 'approved'
                          AND c.occurred_at >= $4 AND c.occurred_at < $5)))
        ORDER BY employee_id`,
      [department, first, last, from, until, besides],
    );
  }

  /** Lets nobody else close or withdraw a period until the commit, so that no day is paid twice. */
  async lock(tx: EntityManager): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.payroll', 0))`);
  }

  /** Returns an export in force that holds days of one of these people already. */
  async former(
    tx: EntityManager,
    personIds: readonly number[],
    first: string,
    last: string,
  ): Promise<FormerExport | undefined> {
    const [found] = await this.database.preparedIn<FormerExport>(
      tx,
      'payroll-export.former',
      `SELECT e.id, e.date_from::text AS from, e.date_to::text AS to, s.employee_id AS employee
         FROM payroll_export e JOIN payroll_sheet s ON s.export_id = e.id
        WHERE e.status = 'closed' AND e.date_from <= $3::date AND e.date_to >= $2::date AND s.person_id = ANY($1::int[])
        ORDER BY s.employee_id LIMIT 1`,
      [personIds, first, last],
    );
    return found;
  }

  async insert(tx: EntityManager, made: NewExport): Promise<void> {
    const { id, dateFrom, dateTo, department, people, incompleteDays, createdBy } = made;
    await this.database.preparedIn(
      tx,
      'payroll-export.insert',
      `INSERT INTO payroll_export (id, date_from, date_to, department, people, incomplete_days, created_by)
       VALUES ($1, $2::date, $3::date, $4, $5, $6, $7)`,
      [id, dateFrom, dateTo, department, people, incompleteDays, createdBy],
    );
  }

  async insertSheets(tx: EntityManager, id: string, sheets: readonly Sheet[]): Promise<void> {
    await this.database.preparedIn(
      tx,
      'payroll-export.insert-sheets',
      `INSERT INTO payroll_sheet (export_id, person_id, employee_id, name, department, days)
       SELECT $1, * FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::jsonb[])`,
      [
        id,
        sheets.map(({ personId }) => personId),
        sheets.map(({ employeeId }) => employeeId),
        sheets.map(({ name }) => name),
        sheets.map(({ department }) => department),
        sheets.map(({ days }) => JSON.stringify(days)),
      ],
    );
  }

  async withdraw(tx: EntityManager, id: string, withdrawnBy: string): Promise<void> {
    await this.database.preparedIn(
      tx,
      'payroll-export.withdraw',
      `UPDATE payroll_export SET status = 'withdrawn', withdrawn_at = now(), withdrawn_by = $2 WHERE id = $1`,
      [id, withdrawnBy],
    );
  }
}
