import type { NameLooks } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { Account } from './account.entity.js';

export type NamedAccount = Pick<Account, 'family' | 'id' | 'username'>;

/** Fills in how older user names look. */
@Injectable()
export class AccountLooksStore {
  constructor(private readonly database: Database) {}

  /** Returns accounts without looks after another, ordered by key. */
  without(after: Pick<NamedAccount, 'family' | 'id'> | undefined, limit: number): Promise<NamedAccount[]> {
    return this.database.query<NamedAccount>(
      `SELECT family, id, username FROM account WHERE small_letters IS NULL AND (family, id) > ($1, $2)
       ORDER BY family, id LIMIT $3`,
      [after?.family ?? '', after?.id ?? 0, limit],
    );
  }

  /** Returns accounts whose address an older one has but for case, ordered by key. */
  ofSameAddress(limit: number): Promise<Pick<NamedAccount, 'family' | 'id'>[]> {
    return this.database.query(
      'SELECT family, id FROM account WHERE email_twin > 0 ORDER BY family, id LIMIT $1',
      [limit],
    );
  }

  /** Stores the looks of accounts unless another account of the family has them. */
  async store(accounts: readonly (NamedAccount & NameLooks)[]): Promise<void> {
    await this.database.query(
      `UPDATE account a SET small_letters = n.small, capitals = n.capitals
       FROM unnest($1::text[], $2::int[], $3::text[], $4::text[]) AS n (family, id, small, capitals)
       WHERE a.family = n.family AND a.id = n.id AND a.small_letters IS NULL AND NOT EXISTS (
         SELECT FROM account o WHERE o.family = n.family AND o.small_letters = n.small) AND NOT EXISTS (
         SELECT FROM account o WHERE o.family = n.family AND o.capitals = n.capitals)`,
      [
        accounts.map(({ family }) => family),
        accounts.map(({ id }) => id),
        accounts.map(({ inSmallLetters }) => inSmallLetters),
        accounts.map(({ inCapitals }) => inCapitals),
      ],
    );
  }
}
