import { type AccountReference, DomainError, type Family, type Page, type UserQuery } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { Account } from './account.entity.js';
import { whereReferenced } from './account-reference.js';

export interface LoginName {
  readonly email?: string;
  readonly username?: string;
}

/** A row of a list: everything but the secret. */
export type ListedAccount = Omit<Account, 'password_hash'>;

const listedColumns = `family, id, username, email, first_name, last_name, role, department, phone_number,
  is_active, created_at, last_login_at, face_enrolled, revision`;

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

  /**
   * By the `{id}` of a path: an id, else a user name.
   * @throws DomainError USER_NOT_FOUND
   */
  async get(family: Family, reference: string): Promise<Account> {
    const { condition, parameters } = whereReferenced(family, reference);
    const [account] = await this.database.query<Account>(
      `SELECT * FROM account WHERE ${condition}`,
      parameters,
    );
    if (!account) throw new DomainError('USER_NOT_FOUND');
    return account;
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
  async list(
    family: Family,
    { role, department, search, page, page_size }: UserQuery,
  ): Promise<Page<ListedAccount>> {
    if (page < 1) throw new DomainError('PAGE_NOT_FOUND');
    const parameters: unknown[] = [page_size, (page - 1) * page_size, family];
    const conditions = ['family = $3'];
    const filter = (value: string | undefined, condition: (parameter: string) => string): void => {
      if (!value) return;
      conditions.push(condition(`$${parameters.push(value)}`));
    };
    filter(role, (exact) => `role = ${exact}`);
    filter(department && containing(department), (pattern) => `department ILIKE ${pattern}`);
    filter(
      search && containing(search),
      (pattern) => `concat_ws(E'\\n', first_name, last_name, email, username) ILIKE ${pattern}`,
    );
    const where = conditions.join(' AND ');
    // The count is a query of its own within the statement: a window over all rows would read and carry each of them.
    const rows = await this.database.query<ListedAccount & { count: number }>(
      `SELECT ${listedColumns}, (SELECT count(*)::int FROM account WHERE ${where}) AS count
       FROM account WHERE ${where} ORDER BY username LIMIT $1 OFFSET $2`,
      parameters,
    );
    const [first] = rows;
    if (!first && page > 1) throw new DomainError('PAGE_NOT_FOUND');
    return { count: first?.count ?? 0, results: rows };
  }
}

/** A LIKE pattern for text that contains the words as they are. */
const containing = (words: string): string => `%${words.replace(/[\\%_]/g, '\\$&')}%`;
