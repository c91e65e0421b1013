import { DomainError, type Family } from '@argus/contracts';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';
import type { Account } from './account.entity.js';
import { whereReferenced } from './account-reference.js';

/** Changes that may take an admin away happen one after the other; taken before any row, so that none waits in a ring. */
export const lockAdmins = (tx: EntityManager): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.admins', 0))`);

/** @throws DomainError LAST_ADMIN when nobody else of the family is an active administrator. */
export async function keepLastAdmin(tx: EntityManager, { family, id }: Account): Promise<void> {
  const others = await rowsOf(
    tx,
    `SELECT id FROM account WHERE family = $1 AND id <> $2 AND role = 'admin' AND is_active LIMIT 1`,
    [family, id],
  );
  if (others.length === 0) throw new DomainError('LAST_ADMIN');
}

/** @throws DomainError USER_NOT_FOUND */
export async function lockAccount(tx: EntityManager, family: Family, reference: string): Promise<Account> {
  const { condition, parameters } = whereReferenced(family, reference);
  const [account] = await rowsOf<Account>(
    tx,
    `SELECT * FROM account WHERE ${condition} FOR NO KEY UPDATE`,
    parameters,
  );
  if (!account) throw new DomainError('USER_NOT_FOUND');
  return account;
}

/** Writes what may change of an account. */
export async function storeAccount(tx: EntityManager, account: Account): Promise<Account> {
  const [stored] = await rowsOf<Account>(
    tx,
    `UPDATE account SET email = $3, first_name = $4, last_name = $5, role = $6, department = $7, phone_number = $8,
       is_active = $9, password_hash = $10, bio = $11, picture_url = $12, revision = revision + 1
     WHERE family = $1 AND id = $2 RETURNING *`,
    [
      account.family,
      account.id,
      account.email,
      account.first_name,
      account.last_name,
      account.role,
      account.department,
      account.phone_number,
      account.is_active,
      account.password_hash,
      account.bio,
      account.picture_url,
    ],
  );
  return stored!;
}
