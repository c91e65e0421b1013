import { accountContract, type AccountReference, type AccountView, DomainError } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Person } from './person.entity.js';
import { PersonStore } from './person.store.js';

/** Finds people. Asks identity for people whom no event has announced yet, and stores them. */
@Injectable()
export class PersonDirectory {
  constructor(
    private readonly people: PersonStore,
    private readonly rpc: RpcClient,
  ) {}

  async findByEmployeeId(employeeId: string): Promise<Person | undefined> {
    const known = await this.people.findByEmployeeId(employeeId);
    return known ?? this.learn(employeeId);
  }

  /** Asks identity for a person who is not stored, and stores them. */
  learn(employeeId: string): Promise<Person | undefined> {
    return this.ask({ family: 'attendance', username: employeeId });
  }

  /** Returns the people with these account ids, as far as they exist. */
  async findByIds(ids: readonly number[]): Promise<ReadonlyMap<number, Person>> {
    const known = await this.people.findByIds(ids);
    const people = new Map(known.map((person) => [person.accountId, person]));
    for (const id of ids) {
      const person = people.get(id) ?? (await this.ask({ family: 'attendance', id }));
      if (person) people.set(id, person);
    }
    return people;
  }

  /** Stores an account of identity unless a newer revision is stored. Returns whether anything changed. */
  keep(account: AccountView, tx?: EntityManager): Promise<boolean> {
    return this.people.keep(personOf(account), tx);
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
  accountId: account.id,
  employeeId: account.username,
  name: `${account.first_name} ${account.last_name}`.trim(),
  department: account.department,
  role: account.role,
  isActive: account.is_active,
  revision: account.revision,
});
