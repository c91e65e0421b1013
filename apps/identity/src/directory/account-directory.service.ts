import {
  type AccountReference,
  DomainError,
  pageOfRows,
  type Family,
  offsetOf,
  type Page,
  type PageQuery,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { Account } from './account.entity.js';
import type { Reference } from './account-reference.js';
import { type AccountFilter, AccountListStore } from './account-list.store.js';
import { AccountStore, type ListedAccount, type LoginName } from './account.store.js';

/** A page of accounts and its filter. */
export interface AccountQuery extends AccountFilter, Readonly<PageQuery> {}

/** Finds and lists accounts. */
@Injectable()
export class AccountDirectory {
  constructor(
    private readonly accounts: AccountStore,
    private readonly lists: AccountListStore,
  ) {}

  /** Finds by e-mail address in any case, or by user name. */
  findByLogin(family: Family, name: LoginName): Promise<Account | undefined> {
    return this.accounts.findByLogin(family, name);
  }

  /** Returns which of the names are taken, for families that report both at once. */
  taken(
    family: Family,
    names: Required<LoginName>,
  ): Promise<{ readonly username: boolean; readonly email: boolean }> {
    return this.accounts.taken(family, names);
  }

  /**
   * Returns the account with an id, or of the `{id}` of a path: an id, else a user name.
   * @throws DomainError USER_NOT_FOUND, AMBIGUOUS_REFERENCE
   */
  async get(family: Family, reference: Reference): Promise<Account> {
    return found(await this.accounts.get(family, reference), 'USER_NOT_FOUND');
  }

  /** Like `get`, with the columns that lists show. */
  async show(family: Family, reference: Reference): Promise<ListedAccount> {
    return found(await this.accounts.show(family, reference), 'USER_NOT_FOUND');
  }

  /** @throws DomainError ACCOUNT_NOT_FOUND */
  async find(reference: AccountReference): Promise<Account> {
    return found(await this.accounts.find(reference), 'ACCOUNT_NOT_FOUND');
  }

  /**
   * Returns one page, ordered by user name.
   * @throws DomainError PAGE_NOT_FOUND beyond the last page; the first one always exists.
   */
  async list(family: Family, query: AccountQuery): Promise<Page<ListedAccount>> {
    const rows = await this.lists.page(family, query, query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }
}

function found<A>(account: A | null | undefined, code: string): A {
  if (!account) throw new DomainError(code);
  return account;
}
