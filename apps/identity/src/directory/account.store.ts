import { type AccountReference, type Family, foldName, looksOf } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { type EntityManager, Not } from 'typeorm';
import { Account } from './account.entity.js';
import { whereReferenced } from './account-reference.js';

export interface LoginName {
  readonly email?: string;
  readonly username?: string;
}

export type NewAccount = Pick<Account, 'family' | 'username' | 'email' | 'role'> &
  Partial<Pick<Account, 'firstName' | 'lastName' | 'department' | 'phoneNumber'>>;

/** An account with only the columns that lists show. */
export type ListedAccount = Omit<
  Account,
  'passwordHash' | 'family' | 'revision' | 'bio' | 'pictureUrl' | 'personId' | 'smallLetters' | 'capitals'
>;

export const listedColumns = `id, username, email, first_name AS "firstName", last_name AS "lastName", role, department,
  phone_number AS "phoneNumber", is_active AS "isActive", created_at AS "createdAt", last_login_at AS "lastLoginAt",
  face_enrolled AS "faceEnrolled"`;
export const accountColumns = `${listedColumns}, family, revision, password_hash AS "passwordHash", bio,
  picture_url AS "pictureUrl", person_id AS "personId"`;

@Injectable()
export class AccountStore {
  constructor(private readonly database: Database) {}

  /** Finds by e-mail address or by user name, in any case. */
  async findByLogin(family: Family, { email, username = '' }: LoginName): Promise<Account | undefined> {
    if (email !== undefined) {
      const [account] = await this.database.prepared<Account>(
        'account-find by e-mail',
        `SELECT ${accountColumns} FROM account WHERE family = $1 AND lower(email) = lower($2)`,
        [family, email],
      );
      return account;
    }
    const alike = await this.database.prepared<Account>(
      'account-find by user name',
      `SELECT ${accountColumns} FROM account WHERE family = $1 AND (username = $2 OR small_letters = $3)`,
      [family, username, looksOf(username).inSmallLetters],
    );
    /* Names older than the rule may differ in case only; such a name means exactly one of them. */
    return (
      alike.find((account) => account.username === username) ??
      alike.find((account) => foldName(account.username) === foldName(username))
    );
  }

  /** Returns which of the names are taken in the family, by the same name or one that looks like it. */
  async taken(
    family: Family,
    { username, email }: Required<LoginName>,
  ): Promise<{ readonly username: boolean; readonly email: boolean }> {
    const { inSmallLetters, inCapitals } = looksOf(username);
    const [row] = await this.database.query<{ username: boolean; email: boolean }>(
      `SELECT EXISTS (SELECT FROM account WHERE family = $1
           AND (username = $2 OR small_letters = $4 OR capitals = $5)) AS username,
         EXISTS (SELECT FROM account WHERE family = $1 AND lower(email) = lower($3)) AS email`,
      [family, username, email, inSmallLetters, inCapitals],
    );
    return row!;
  }

  /** Finds by the `{id}` of a path: an id, else a user name. */
  get(family: Family, reference: string): Promise<Account | undefined> {
    return this.#referenced<Account>(family, reference, 'whole', accountColumns);
  }

  /** Like `get`, with the columns that lists show. */
  show(family: Family, reference: string): Promise<ListedAccount | undefined> {
    return this.#referenced<ListedAccount>(family, reference, 'shown', listedColumns);
  }

  find({ family, id, username = '' }: AccountReference): Promise<Account | null> {
    const key = id !== undefined ? { family, id } : { family, username };
    return this.database.entities((manager) => manager.findOneBy(Account, key));
  }

  /** Serialises changes that may take an admin away. Lock order: this lock, then rows. */
  async lockAdmins(tx: EntityManager): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.admins', 0))`);
  }

  /** Returns whether the family has an administrator, active or not. */
  hasAdmin(family: Family, tx?: EntityManager): Promise<boolean> {
    return this.database.entities((manager) => manager.existsBy(Account, { family, role: 'admin' }), tx);
  }

  /** Returns whether the family has another active administrator. */
  hasOtherAdmin(tx: EntityManager, { family, id }: Account): Promise<boolean> {
    return tx.existsBy(Account, { family, id: Not(id), role: 'admin', isActive: true });
  }

  async lock(tx: EntityManager, family: Family, reference: string): Promise<Account | undefined> {
    const { condition, parameters } = whereReferenced(family, reference);
    const [account] = await this.database.preparedIn<Account>(
      tx,
      `account-lock by ${parameters.length} parameters`,
      `SELECT ${accountColumns} FROM account WHERE ${condition} FOR NO KEY UPDATE`,
      parameters,
    );
    return account;
  }

  async insert(tx: EntityManager, account: NewAccount, passwordHash: string): Promise<Account> {
    const { family, username, email, role } = account;
    const { firstName = '', lastName = '', department = null, phoneNumber = null } = account;
    const { inSmallLetters, inCapitals } = looksOf(username);
    const [inserted] = await this.database.preparedIn<Account>(
      tx,
      'account-insert',
      `INSERT INTO account (family, id, username, email, first_name, last_name, role, department, phone_number,
         password_hash, small_letters, capitals)
       VALUES ($1, nextval(('account_id_' || $1)::regclass), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       RETURNING ${accountColumns}`,
      [
        family,
        username,
        email,
        firstName,
        lastName,
        role,
        department,
        phoneNumber,
        passwordHash,
        inSmallLetters,
        inCapitals,
      ],
    );
    return inserted!;
  }

  /** Writes the columns that may change. */
  async update(tx: EntityManager, account: Account): Promise<Account> {
    const [stored] = await this.database.preparedIn<Account>(
      tx,
      'account-update',
      `UPDATE account SET email = $3, first_name = $4, last_name = $5, role = $6, department = $7, phone_number = $8,
         is_active = $9, password_hash = $10, bio = $11, picture_url = $12, revision = revision + 1
       WHERE family = $1 AND id = $2 RETURNING ${accountColumns}`,
      [
        account.family,
        account.id,
        account.email,
        account.firstName,
        account.lastName,
        account.role,
        account.department,
        account.phoneNumber,
        account.isActive,
        account.passwordHash,
        account.bio,
        account.pictureUrl,
      ],
    );
    return stored!;
  }

  /**
   * Notes a log-in. Returns undefined if the account is no longer the one whose password was checked. Locks the row until the
   * session exists, so that ending all sessions of the account finds it.
   */
  async noteLogin(tx: EntityManager, checked: Account, rehashed: string): Promise<Account | undefined> {
    const [account] = await this.database.preparedIn<Account>(
      tx,
      'account-note-login',
      `UPDATE account SET last_login_at = now(), password_hash = $4
       WHERE family = $1 AND id = $2 AND password_hash = $3 AND is_active RETURNING ${accountColumns}`,
      [checked.family, checked.id, checked.passwordHash, rehashed],
    );
    return account;
  }

  /** Returns whether that is new. */
  async setFaceEnrolled(tx: EntityManager, username: string, enrolled: boolean): Promise<boolean> {
    const changed = await this.database.preparedIn(
      tx,
      'account-face-enrolled',
      `UPDATE account SET face_enrolled = $2
        WHERE family = 'attendance' AND username = $1 AND face_enrolled <> $2 RETURNING id`,
      [username, enrolled],
    );
    return changed.length > 0;
  }

  async #referenced<A extends object>(
    family: Family,
    reference: string,
    extent: string,
    selected: string,
  ): Promise<A | undefined> {
    const { condition, parameters } = whereReferenced(family, reference);
    const [account] = await this.database.prepared<A>(
      `account-get ${extent} by ${parameters.length} parameters`,
      `SELECT ${selected} FROM account WHERE ${condition}`,
      parameters,
    );
    return account;
  }
}
