import { type AccountReference, type Family, looksOf } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { type EntityManager, Not } from 'typeorm';
import { Account } from './account.entity.js';
import { byName, idOf, meant, type Reference } from './account-reference.js';

export interface LoginName {
  readonly email?: string;
  readonly username?: string;
}

export type NewAccount = Pick<Account, 'family' | 'username' | 'email' | 'role'> &
  Partial<Pick<Account, 'firstName' | 'lastName' | 'department' | 'phoneNumber'>>;

/** An account with only the columns that lists show. */
export type ListedAccount = Omit<
  Account,
  | 'passwordHash'
  | 'family'
  | 'revision'
  | 'bio'
  | 'pictureUrl'
  | 'personId'
  | 'smallLetters'
  | 'capitals'
  | 'emailTwin'
  | 'searchText'
  | 'departmentFolded'
>;

export const listedColumns = `id, username, email, first_name AS "firstName", last_name AS "lastName", role, department,
  phone_number AS "phoneNumber", is_active AS "isActive", created_at AS "createdAt", last_login_at AS "lastLoginAt",
  face_enrolled AS "faceEnrolled"`;
export const accountColumns = `${listedColumns}, family, revision, password_hash AS "passwordHash", bio,
  picture_url AS "pictureUrl", person_id AS "personId"`;

@Injectable()
export class AccountStore {
  constructor(private readonly database: Database) {}

  /** Finds by e-mail address or by user name, as written, else in any case the oldest. */
  async findByLogin(family: Family, { email, username = '' }: LoginName): Promise<Account | undefined> {
    if (email !== undefined) {
      const [account] = await this.database.prepared<Account>(
        'account-find by e-mail',
        `SELECT ${accountColumns} FROM account WHERE family = $1 AND fold_text(email) = fold_text($2)
         ORDER BY email = $2 DESC, email_twin LIMIT 1`,
        [family, email],
      );
      return account;
    }
    return byName(await this.#candidates<Account>(family, username, 'whole', accountColumns), username);
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
         EXISTS (SELECT FROM account WHERE family = $1 AND fold_text(email) = fold_text($3)) AS email`,
      [family, username, email, inSmallLetters, inCapitals],
    );
    return row!;
  }

  /** Finds by id, or by what a person typed: an id, else a user name. @throws DomainError AMBIGUOUS_REFERENCE */
  async get(family: Family, reference: Reference): Promise<Account | undefined> {
    return meant(await this.#candidates<Account>(family, reference, 'whole', accountColumns), reference);
  }

  /** Like `get`, with the columns that lists show. */
  async show(family: Family, reference: Reference): Promise<ListedAccount | undefined> {
    return meant(await this.#candidates<ListedAccount>(family, reference, 'shown', listedColumns), reference);
  }

  find({ family, id, username = '' }: AccountReference): Promise<Account | undefined> {
    return id !== undefined ? this.get(family, id) : this.findByLogin(family, { username });
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

  /** Like `get`, and locks the row. User names never change, so what a reference means does not either. */
  async lock(tx: EntityManager, family: Family, reference: Reference): Promise<Account | undefined> {
    const id =
      typeof reference === 'number'
        ? reference
        : meant(await this.#candidates<Account>(family, reference, 'whole', accountColumns, tx), reference)
            ?.id;
    const [account] = await this.database.preparedIn<Account>(
      tx,
      'account-lock',
      `SELECT ${accountColumns} FROM account WHERE family = $1 AND id = $2 FOR NO KEY UPDATE`,
      [family, id],
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
      `UPDATE account SET email = $3, email_twin = CASE WHEN fold_text(email) = fold_text($3) THEN email_twin ELSE 0 END,
         first_name = $4, last_name = $5, role = $6, department = $7, phone_number = $8,
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

  /** Gives addresses that their oldest account has left to the next account that has them, so that nobody else can take them. */
  async passOnAddresses(tx: EntityManager, family: Family): Promise<void> {
    this.database.sendIn(
      tx,
      'account-pass-on-addresses',
      `UPDATE account twin SET email_twin = 0
       WHERE family = $1 AND email_twin > 0 AND NOT EXISTS (
         SELECT FROM account older WHERE older.family = $1 AND fold_text(older.email) = fold_text(twin.email)
           AND older.email_twin < twin.email_twin)`,
      [family],
    );
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

  /** Returns the accounts that a reference can mean: by id, by name, or by a name that looks the same. */
  #candidates<A extends object>(
    family: Family,
    reference: Reference,
    extent: string,
    selected: string,
    tx?: EntityManager,
  ): Promise<A[]> {
    const name = typeof reference === 'number' ? null : reference;
    const query: [string, string, unknown[]] = [
      `account-candidates ${extent}`,
      `SELECT ${selected} FROM account WHERE family = $1 AND (id = $2 OR username = $3 OR small_letters = $4)`,
      [family, idOf(reference) ?? null, name, name === null ? null : looksOf(name).inSmallLetters],
    ];
    return tx ? this.database.preparedIn<A>(tx, ...query) : this.database.prepared<A>(...query);
  }
}
