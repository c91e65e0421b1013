import type { Family } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { type ListedAccount, listedColumns } from './account.store.js';

export interface AccountFilter {
  readonly role?: string;
  readonly department?: string;
  readonly search?: string;
}

@Injectable()
export class AccountListStore {
  constructor(private readonly database: Database) {}

  /** Returns one page ordered by user name, each row with the count of all. */
  page(
    family: Family,
    filter: AccountFilter,
    limit: number,
    offset: number,
  ): Promise<(ListedAccount & { count: number })[]> {
    const parameters: unknown[] = [limit, offset, family];
    const used = filters.filter(({ name }) => filter[name]);
    const conditions = used.map(({ name, condition, read }) =>
      condition(`$${parameters.push(read(filter[name] ?? ''))}`),
    );
    const where = ['family = $3', ...conditions].join(' AND ');
    /* A subquery counts: a window function would carry every row. */
    return this.database.prepared<ListedAccount & { count: number }>(
      ['account-list', ...used.map(({ name }) => name)].join(' '),
      `SELECT ${listedColumns}, (SELECT count(*) FROM account WHERE ${where})
       FROM account WHERE ${where} ORDER BY username LIMIT $1 OFFSET $2`,
      parameters,
    );
  }
}

interface Filter {
  readonly name: keyof AccountFilter;
  readonly read: (text: string) => string;
  readonly condition: (parameter: string) => string;
}

/** Returns a LIKE pattern that matches the words literally anywhere. */
const containing = (words: string): string => `%${words.replace(/[\\%_]/g, '\\$&')}%`;

const filters: readonly Filter[] = [
  { name: 'role', read: (role) => role, condition: (role) => `role = ${role}` },
  {
    name: 'department',
    read: containing,
    condition: (pattern) => `department ILIKE ${pattern}`,
  },
  {
    name: 'search',
    read: containing,
    // The line break keeps a match from crossing fields.
    condition: (pattern) => `concat_ws(E'\\n', first_name, last_name, email, username) ILIKE ${pattern}`,
  },
];
