import { accountChanged, DomainError, type Family } from '@argus/contracts';
import { Database, mapConstraints, Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { constraintCodes } from '../constraints.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { PasswordPolicy } from '../passwords/password-policy.js';
import { rowsOf } from '../rows.js';
import { RevocationService } from '../sessions/revocation.service.js';
import type { EndReason } from '../sessions/session.entity.js';
import type { Account } from './account.entity.js';
import { whereReferenced } from './account-reference.js';
import { toAccountView } from './account.view.js';

export type NewAccount = Pick<Account, 'family' | 'username' | 'email' | 'role'> &
  Partial<Pick<Account, 'first_name' | 'last_name' | 'department' | 'phone_number'>>;

export type AccountChanges = Partial<
  Pick<
    Account,
    | 'email'
    | 'first_name'
    | 'last_name'
    | 'role'
    | 'department'
    | 'phone_number'
    | 'is_active'
    | 'password_hash'
  >
>;

/** Makes and changes accounts; every change is an event in the same transaction. */
@Injectable()
export class AccountService {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly passwords: PasswordHasher,
    private readonly policy: PasswordPolicy,
    private readonly revocations: RevocationService,
  ) {}

  /** @throws DomainError EMAIL_TAKEN, EMPLOYEE_ID_TAKEN, PASSWORD_TOO_WEAK, VALIDATION_FAILED, UNAVAILABLE */
  async create(account: NewAccount, password: string): Promise<Account> {
    this.policy.check(password);
    const passwordHash = await this.passwords.hash(password);
    return this.#write((tx) => this.insert(tx, account, passwordHash));
  }

  /** Adds an account within a transaction of the caller's. */
  async insert(tx: EntityManager, account: NewAccount, passwordHash: string): Promise<Account> {
    const { family, username, email, role } = account;
    const { first_name = '', last_name = '', department = null, phone_number = null } = account;
    const [inserted] = await rowsOf<Account>(
      tx,
      `INSERT INTO account (family, id, username, email, first_name, last_name, role, department, phone_number,
         password_hash)
       VALUES ($1, nextval(('account_id_' || $1)::regclass), $2, $3, $4, $5, $6, $7, $8, $9) RETURNING *`,
      [family, username, email, first_name, last_name, role, department, phone_number, passwordHash],
    );
    return this.#announce(tx, inserted!);
  }

  /**
   * Changes what is given. Sessions end when the account may no longer do what its tokens say.
   * @throws DomainError USER_NOT_FOUND, EMAIL_TAKEN, LAST_ADMIN
   */
  update(family: Family, reference: string, changes: AccountChanges): Promise<Account> {
    return this.#write(async (tx) => {
      const mayTakeAdmin = changes.is_active === false || (changes.role ?? 'admin') !== 'admin';
      if (mayTakeAdmin) await lockAdmins(tx);
      const account = await lockAccount(tx, family, reference);
      const changed = { ...account, ...changes };
      const names = Object.keys(changes) as (keyof AccountChanges)[];
      if (names.every((name) => changed[name] === account[name])) return account;
      if (isActiveAdmin(account) && !isActiveAdmin(changed)) await keepLastAdmin(tx, account);
      const updated = await this.#announce(tx, await store(tx, changed));
      const reason = reasonToEndSessions(account, updated);
      if (reason) await this.revocations.endSessionsOf(tx, updated, reason);
      return updated;
    });
  }

  /** @throws DomainError USER_NOT_FOUND, LAST_ADMIN */
  deactivate(family: Family, reference: string): Promise<Account> {
    return this.update(family, reference, { is_active: false });
  }

  /** Sets a new password and ends all sessions. @throws DomainError as `create`, USER_NOT_FOUND */
  async changePassword(family: Family, reference: string, password: string): Promise<Account> {
    this.policy.check(password);
    return this.update(family, reference, { password_hash: await this.passwords.hash(password) });
  }

  async #announce(tx: EntityManager, account: Account): Promise<Account> {
    await this.outbox.append(tx, accountChanged, toAccountView(account));
    return account;
  }

  #write<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return mapConstraints(constraintCodes, () => this.database.transaction(work));
  }
}

const isActiveAdmin = ({ role, is_active }: Account): boolean => role === 'admin' && is_active;

function reasonToEndSessions(before: Account, after: Account): EndReason | undefined {
  if (before.is_active && !after.is_active) return 'deactivated';
  if (before.role !== after.role) return 'role-changed';
  if (before.password_hash !== after.password_hash) return 'password-changed';
  return undefined;
}

/** Changes that may take an admin away happen one after the other; taken before any row, so that none waits in a ring. */
export const lockAdmins = (tx: EntityManager): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.admins', 0))`);

async function keepLastAdmin(tx: EntityManager, { family, id }: Account): Promise<void> {
  const others = await rowsOf(
    tx,
    `SELECT id FROM account WHERE family = $1 AND id <> $2 AND role = 'admin' AND is_active LIMIT 1`,
    [family, id],
  );
  if (others.length === 0) throw new DomainError('LAST_ADMIN');
}

async function lockAccount(tx: EntityManager, family: Family, reference: string): Promise<Account> {
  const { condition, parameters } = whereReferenced(family, reference);
  const [account] = await rowsOf<Account>(
    tx,
    `SELECT * FROM account WHERE ${condition} FOR NO KEY UPDATE`,
    parameters,
  );
  if (!account) throw new DomainError('USER_NOT_FOUND');
  return account;
}

async function store(tx: EntityManager, account: Account): Promise<Account> {
  const [stored] = await rowsOf<Account>(
    tx,
    `UPDATE account SET email = $3, first_name = $4, last_name = $5, role = $6, department = $7, phone_number = $8,
       is_active = $9, password_hash = $10, revision = revision + 1
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
    ],
  );
  return stored!;
}
