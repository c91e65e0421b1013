import {
  type AccountReference,
  DomainError,
  existing,
  type Family,
  offsetOf,
  type Page,
  type PageQuery,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { Account } from './account.entity.js';
import { whereReferenced } from './account-reference.js';

export interface LoginName {
  readonly email?: string;
  readonly username?: string;
}

/** A page of accounts, and which. */
export interface AccountQuery extends Readonly<PageQuery> {
  readonly role?: string;
  readonly department?: string;
  readonly search?: string;
}

/** A row of a list: what is shown, and nothing that would only be carried along. */
export type ListedAccount = Omit<
  Account,
  'password_hash' | 'family' | 'revision' | 'bio' | 'picture_url' | 'person_id'
>;

const listedColumns = `id, username, email, first_name, last_name, role, department, phone_number, is_active,
  created_at, last_login_at, face_enrolled`;
const columns = `${listedColumns}, family, revision, password_hash, bio, picture_url, person_id`;

/** Finds accounts. */
@Injectable()
export class AccountDirectory {
  constructor(private readonly database: Database) {}

  /** By e-mail address in any case, or by user name. */
  async findByLogin(family: Family, { email, username }: LoginName): Promise<Account | undefined> {
    const [account] = await (email !== undefined
      ? this.database.query<Account>('SELECT * FROM account WHERE family = $1 AND lower(email) = lower($2)', [
          family,
          email,
        ])
      : this.database.query<Account>('SELECT * FROM account WHERE family = $1 AND username = $2', [
          family,
          username,
        ]));
    return account;
  }

  /** Which of the names somebody has already: for the families that say both at once, or one before the other. */
  async taken(
    family: Family,
    { username, email }: Required<LoginName>,
  ): Promise<{ readonly username: boolean; readonly email: boolean }> {
    const [row] = await this.database.query<{ username: boolean; email: boolean }>(
      `SELECT EXISTS (SELECT FROM account WHERE family = $1 AND username = $2) AS username,
         EXISTS (SELECT FROM account WHERE family = $1 AND lower(email) = lower($3)) AS email`,
      [family, username, email],
    );
    return row!;
  }

  /**
   * By the `{id}` of a path: an id, else a user name.
   * @throws DomainError USER_NOT_FOUND
   */
  get(family: Family, reference: string): Promise<Account> {
    return this.referenced<Account>(family, reference, 'whole', columns);
  }

  /** The same, as far as it is shown. */
  show(family: Family, reference: string): Promise<ListedAccount> {
    return this.referenced<ListedAccount>(family, reference, 'shown', listedColumns);
  }

  /** @throws DomainError ACCOUNT_NOT_FOUND */
  async find({ family, id, username }: AccountReference): Promise<Account> {
    const [account] = await this.database.query<Account>(
      id !== undefined
        ? 'SELECT * FROM account WHERE family = $1 AND id = $2'
        : 'SELECT * FROM account WHERE family = $1 AND username = $2',
      [family, id ?? username],
    );
    if (!account) throw new DomainError('ACCOUNT_NOT_FOUND');
    return account;
  }

  /**
   * One page, ordered by user name.
   * @throws DomainError PAGE_NOT_FOUND beyond the last page; the first one always exists.
   */
  async list(family: Family, query: AccountQuery): Promise<Page<ListedAccount>> {
    const parameters: unknown[] = [query.page_size, offsetOf(query), family];
    const used = filters.filter(({ name }) => query[name]);
    const conditions = used.map(({ name, condition, read }) =>
      condition(`$${parameters.push(read(query[name] ?? ''))}`),
    );
    const where = ['family = $3', ...conditions].join(' AND ');
    // The count is a query of its own within the statement: a window over all rows would carry each of them.
    const rows = await this.database.prepared<ListedAccount & { count: number }>(
      ['account-list', ...used.map(({ name }) => name)].join(' '),
      `SELECT ${listedColumns}, (SELECT count(*)::int FROM account WHERE ${where}) AS count
       FROM account WHERE ${where} ORDER BY username LIMIT $1 OFFSET $2`,
      parameters,
    );
    return existing({ count: rows[0]?.count ?? 0, results: rows }, query);
  }

  private async referenced<A extends object>(
    family: Family,
    reference: string,
    extent: string,
    selected: string,
  ): Promise<A> {
    const { condition, parameters } = whereReferenced(family, reference);
    const [account] = await this.database.prepared<A>(
      `account-get ${extent} by ${parameters.length} parameters`,
      `SELECT ${selected} FROM account WHERE ${condition}`,
      parameters,
    );
    if (!account) throw new DomainError('USER_NOT_FOUND');
    return account;
  }
}

interface Filter {
  readonly name: 'role' | 'department' | 'search';
  readonly read: (text: string) => string;
  readonly condition: (parameter: string) => string;
}

/** A LIKE pattern for text that contains the words as they are. */
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
    // A line break keeps a match from beginning in one field and ending in the next.
    condition: (pattern) => `concat_ws(E'\\n', first_name, last_name, email, username) ILIKE ${pattern}`,
  },
];
