import { type Family, foldText } from '@argus/contracts';
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
  readonly read: (text: string) => string | string[];
  readonly condition: (parameter: string) => string;
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** Returns an array of LIKE patterns, which find the texts literally anywhere. They are escaped after folding, which makes `%` of `％`. */
const patterns = (texts: string): string =>
  `(SELECT array_agg('%' || regexp_replace(search_form(sought), '([\\\\%_])', '\\\\\\1', 'g') || '%') FROM unnest(${texts}::text[]) AS sought)::text[]`;

const filters: readonly Filter[] = [
  { name: 'role', read: foldText, condition: (role) => `role = ${role}` },
  {
    name: 'department',
    read: (department) => [department],
    condition: (department) => `department_folded LIKE ALL (${patterns(department)})`,
  },
  /* As in Django REST Framework each word stands in some field, so that a whole name finds its person. */
  { name: 'search', read: wordsOf, condition: (words) => `search_text LIKE ALL (${patterns(words)})` },
];
