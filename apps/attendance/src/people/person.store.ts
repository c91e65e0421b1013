import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Person } from './person.entity.js';

const COLUMNS = `account_id AS "accountId", employee_id AS "employeeId", name, department, role, is_active AS "isActive", revision`;

/** The person of an employee id as written, else in any case the oldest, as identity finds accounts. */
export const ofEmployeeId = (id: string): string =>
  `fold_text(employee_id) = fold_text(${id}) ORDER BY employee_id <> ${id}, account_id LIMIT 1`;

/** Every entry and recognition reads its person; the mapper would cost more CPU than the rest of an entry. */
@Injectable()
export class PersonStore {
  constructor(private readonly database: Database) {}

  async findByEmployeeId(employeeId: string): Promise<Person | null> {
    const [person] = await this.database.prepared<Person>(
      'person-by-employee-id',
      `SELECT ${COLUMNS} FROM person WHERE ${ofEmployeeId('$1')}`,
      [employeeId],
    );
    return person ?? null;
  }

  findByIds(ids: readonly number[]): Promise<Person[]> {
    return this.database.prepared<Person>(
      'people-by-id',
      `SELECT ${COLUMNS} FROM person WHERE account_id = ANY($1::int[])`,
      [ids],
    );
  }

  /** Returns the person. Locks the row against changes until the transaction ends. */
  lock(tx: EntityManager, accountId: number): Promise<Person | null> {
    return tx.findOne(Person, { where: { accountId }, lock: { mode: 'pessimistic_read' } });
  }

  /** Locks the person against others who lock them alone; other people's rows may refer to them meanwhile. */
  async lockAlone(tx: EntityManager, accountId: number): Promise<void> {
    await tx.query('SELECT FROM person WHERE account_id = $1 FOR NO KEY UPDATE', [accountId]);
  }

  /**
   * Inserts or updates the person unless a newer revision is stored. Returns whether the row changed. Writers of a person take turns:
   * ON CONFLICT looks at one unique constraint only, and beside it the employee id would be found taken.
   */
  async keep(person: Person, tx?: EntityManager): Promise<boolean> {
    const changed = await this.database.entities(
      (manager) =>
        manager.query<unknown[]>(
          `INSERT INTO person (account_id, employee_id, name, department, role, is_active, revision)
           SELECT $1::int, $2, $3, $4, $5, $6::boolean, $7::int
           FROM pg_advisory_xact_lock(hashtextextended(current_schema() || '.person', $1::int)) AS turn
           ON CONFLICT (account_id) DO UPDATE SET
             employee_id = excluded.employee_id, name = excluded.name, department = excluded.department,
             role = excluded.role, is_active = excluded.is_active, revision = excluded.revision
           WHERE person.revision < excluded.revision
           RETURNING account_id`,
          [
            person.accountId,
            person.employeeId,
            person.name,
            person.department,
            person.role,
            person.isActive,
            person.revision,
          ],
        ),
      tx,
    );
    return changed.length > 0;
  }
}
