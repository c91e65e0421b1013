import { accountContract, type AccountReference, type AccountView, DomainError } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Person } from './person.entity.js';

const columns = 'account_id, employee_id, name, department, role, is_active, revision';

/** Finds people; whom no event has told of yet is asked for at identity and kept. */
@Injectable()
export class PersonDirectory {
  constructor(
    private readonly database: Database,
    private readonly rpc: RpcClient,
  ) {}

  async findByEmployeeId(employeeId: string): Promise<Person | undefined> {
    const [known] = await this.database.prepared<Person>(
      'person-by-employee-id',
      `SELECT ${columns} FROM person WHERE employee_id = $1`,
      [employeeId],
    );
    return known ?? this.ask({ family: 'attendance', username: employeeId });
  }

  /** The people with these account ids, as far as there are any. */
  async findByIds(ids: readonly number[]): Promise<ReadonlyMap<number, Person>> {
    const known = await this.database.prepared<Person>(
      'people-by-ids',
      `SELECT ${columns} FROM person WHERE account_id = ANY($1)`,
      [ids],
    );
    const people = new Map(known.map((person) => [person.account_id, person]));
    for (const id of ids) {
      const person = people.get(id) ?? (await this.ask({ family: 'attendance', id }));
      if (person) people.set(id, person);
    }
    return people;
  }

  /** As known now; changes wait until the transaction ends. */
  async lock(tx: EntityManager, accountId: number): Promise<Person | undefined> {
    const [person] = await tx.query<Person[]>(
      `SELECT ${columns} FROM person WHERE account_id = $1 FOR SHARE`,
      [accountId],
    );
    return person;
  }

  /** Takes over what identity says, unless something newer is known. True when it changed anything. */
  async keep(account: AccountView, tx: EntityManager = this.database.dataSource.manager): Promise<boolean> {
    const { account_id, employee_id, name, department, role, is_active, revision } = personOf(account);
    const changed = await tx.query<unknown[]>(
      `INSERT INTO person (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (account_id) DO UPDATE SET
         employee_id = excluded.employee_id, name = excluded.name, department = excluded.department,
         role = excluded.role, is_active = excluded.is_active, revision = excluded.revision
       WHERE person.revision < excluded.revision
       RETURNING account_id`,
      [account_id, employee_id, name, department, role, is_active, revision],
    );
    return changed.length > 0;
  }

  private async ask(reference: AccountReference): Promise<Person | undefined> {
    try {
      const account = await this.rpc.call(accountContract.operations.find, { body: reference });
      await this.keep(account);
      return personOf(account);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'ACCOUNT_NOT_FOUND') return undefined;
      throw error;
    }
  }
}

const personOf = (account: AccountView): Person => ({
  account_id: account.id,
  employee_id: account.username,
  name: `${account.first_name} ${account.last_name}`.trim(),
  department: account.department,
  role: account.role,
  is_active: account.is_active,
  revision: account.revision,
});
