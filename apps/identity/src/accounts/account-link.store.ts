import type { Family } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Account } from '../directory/account.entity.js';
import { accountColumns } from '../directory/account.store.js';

export type AccountKey = Pick<Account, 'family' | 'id'>;

export interface LinkedAccount {
  readonly family: Family;
  readonly username: string;
}

@Injectable()
export class AccountLinkStore {
  constructor(private readonly database: Database) {}

  /** Returns the other accounts of the same person, by family. */
  linkedTo({ family, id }: AccountKey): Promise<LinkedAccount[]> {
    return this.database.query<LinkedAccount>(
      `SELECT other.family, other.username FROM account own JOIN account other USING (person_id)
       WHERE own.family = $1 AND own.id = $2 AND other.family <> own.family ORDER BY other.family`,
      [family, id],
    );
  }

  /** Locks both accounts and all linked to them, ordered by family and id. Returns the two. */
  async lock(tx: EntityManager, references: readonly AccountKey[]): Promise<Account[]> {
    const [one, other = one] = references;
    const locked = await this.database.preparedIn<Account>(
      tx,
      'account-link-lock',
      `SELECT ${accountColumns} FROM account WHERE (family = $1 AND id = $2) OR (family = $3 AND id = $4)
         OR person_id IN (SELECT person_id FROM account
           WHERE (family = $1 AND id = $2) OR (family = $3 AND id = $4))
       ORDER BY family, id FOR NO KEY UPDATE`,
      [one?.family, one?.id, other?.family, other?.id],
    );
    return references.flatMap(
      ({ family, id }) => locked.find((account) => account.family === family && account.id === id) ?? [],
    );
  }

  /** Gives the person to both accounts and to all accounts of `persons`. Returns the changed ones. */
  link(
    tx: EntityManager,
    person: string,
    persons: readonly string[],
    [one, other]: readonly [AccountKey, AccountKey],
  ): Promise<Account[]> {
    return this.database.preparedIn<Account>(
      tx,
      'account-link',
      `UPDATE account SET person_id = $1, revision = revision + 1
       WHERE person_id IS DISTINCT FROM $1 AND (person_id = ANY($2)
         OR (family = $3 AND id = $4) OR (family = $5 AND id = $6)) RETURNING ${accountColumns}`,
      [person, persons, one.family, one.id, other.family, other.id],
    );
  }

  /** Takes the person away from its account of `family`, unless that is the `own` family. Returns the changed account. */
  async unlink(
    tx: EntityManager,
    person: string | null,
    family: Family,
    own: Family,
  ): Promise<Account | undefined> {
    const [other] = await this.database.preparedIn<Account>(
      tx,
      'account-unlink',
      `UPDATE account SET person_id = NULL, revision = revision + 1
       WHERE person_id = $1 AND family = $2 AND family <> $3 RETURNING ${accountColumns}`,
      [person, family, own],
    );
    return other;
  }
}
