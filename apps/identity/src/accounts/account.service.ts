import { randomBytes } from 'node:crypto';
import { accountChanged, DomainError, type Family } from '@argus/contracts';
import { Database, mapConstraints, Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { constraintCodes } from '../constraints.js';
import { type Asker, PasswordHasher } from '../passwords/password-hasher.service.js';
import { PasswordPolicy } from '../passwords/password-policy.service.js';
import { RevocationService } from '../sessions/revocation.service.js';
import { ApiKeyService } from '../api-keys/api-key.service.js';
import { type Actor, AuditLog, operator } from '../audit/audit-log.service.js';
import { LoginGuard } from '../login-attempts/login-guard.service.js';
import { StrangerShare } from '../login-attempts/stranger-share.service.js';
import type { Account } from '../directory/account.entity.js';
import type { Reference } from '../directory/account-reference.js';
import { auditEventsBetween, isActiveAdmin, reasonToEndSessions } from './account-audit-events.js';
import { assertKeyMayChange } from './key-rights.js';
import { AccountStore, type NewAccount } from '../directory/account.store.js';
import { toAccountView } from './account.view.js';

/** Returns a random password, which no administrator chooses. */
export const generatePassword = (): string => randomBytes(15).toString('base64url');

export type AccountChanges = Partial<
  Pick<
    Account,
    | 'email'
    | 'firstName'
    | 'lastName'
    | 'role'
    | 'department'
    | 'phoneNumber'
    | 'bio'
    | 'pictureUrl'
    | 'isActive'
    | 'passwordHash'
  >
>;

/** Creates and changes accounts; every change publishes an event in the same transaction. */
@Injectable()
export class AccountService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountStore,
    private readonly outbox: Outbox,
    private readonly passwords: PasswordHasher,
    private readonly policy: PasswordPolicy,
    private readonly revocations: RevocationService,
    private readonly apiKeys: ApiKeyService,
    private readonly guard: LoginGuard,
    private readonly strangers: StrangerShare,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError SESSION_REQUIRED, EMAIL_TAKEN, USERNAME_TAKEN, PASSWORD_TOO_WEAK, VALIDATION_FAILED, UNAVAILABLE */
  async create(
    account: NewAccount,
    password: string,
    actor: Actor,
    then: (tx: EntityManager, created: Account) => Promise<void> = () => Promise.resolve(),
  ): Promise<Account> {
    assertKeyMayChange(actor, undefined, account);
    this.policy.check(password);
    const passwordHash = await this.passwords.hash(password, askerOf(actor));
    return this.#write(actor, async (tx) => {
      const created = await this.insert(tx, account, passwordHash, actor);
      await then(tx, created);
      return created;
    });
  }

  /** Like `create`, for oneself: the account is known at the place where it was made. */
  signUp(account: NewAccount, password: string, actor: Actor): Promise<Account> {
    return this.create(account, password, actor, (tx, created) =>
      this.guard.signedUp(tx, created, actor.clientAddress),
    );
  }

  /** Adds an account within the caller's transaction. */
  async insert(tx: EntityManager, account: NewAccount, passwordHash: string, actor: Actor): Promise<Account> {
    const inserted = await this.accounts.insert(tx, account, passwordHash);
    await this.announce(tx, inserted, actor);
    await this.audit.append(tx, actor, {
      action: 'account-created',
      account: inserted,
      details: { role: account.role },
    });
    return inserted;
  }

  /**
   * Changes the given fields. Ends all sessions if the role, the password or the activity changes. Lock order: the advisory
   * lock of administrators if the change may remove one, then the account.
   * @param then runs in the same transaction if something changed.
   * @throws DomainError USER_NOT_FOUND, AMBIGUOUS_REFERENCE, SESSION_REQUIRED, EMAIL_TAKEN, LAST_ADMIN
   */
  update(
    family: Family,
    reference: Reference,
    changes: AccountChanges,
    actor: Actor,
    then: (tx: EntityManager) => Promise<void> = () => Promise.resolve(),
  ): Promise<Account> {
    return this.#write(actor, async (tx) => {
      const mayTakeAdmin = changes.isActive === false || (changes.role ?? 'admin') !== 'admin';
      if (mayTakeAdmin) await this.accounts.lockAdmins(tx);
      const account = await this.#lock(tx, family, reference);
      const changed = { ...account, ...changes };
      assertKeyMayChange(actor, account, changed);
      const names = Object.keys(changes) as (keyof AccountChanges)[];
      if (names.every((name) => changed[name] === account[name])) return account;
      const losesAdmin = isActiveAdmin(account) && !isActiveAdmin(changed);
      if (losesAdmin && !(await this.accounts.hasOtherAdmin(tx, account)))
        throw new DomainError('LAST_ADMIN');
      const updated = await this.accounts.update(tx, changed);
      if (updated.email !== account.email) await this.accounts.passOnAddresses(tx, family);
      await this.announce(tx, updated, actor);
      const reason = reasonToEndSessions(account, updated);
      if (reason) await this.revocations.endSessionsOf(tx, updated, reason);
      if (reason === 'deactivated' || reason === 'role-changed') await this.apiKeys.revokeAllOf(tx, updated);
      if (reason === 'password-changed') await this.guard.forgive(tx, updated);
      await then(tx);
      for (const event of auditEventsBetween(account, updated))
        await this.audit.append(tx, actor, { ...event, account: updated });
      return updated;
    });
  }

  /** @throws DomainError USER_NOT_FOUND, AMBIGUOUS_REFERENCE, LAST_ADMIN */
  deactivate(family: Family, reference: Reference, actor: Actor): Promise<Account> {
    return this.update(family, reference, { isActive: false }, actor);
  }

  /**
   * Sets a new password and ends all sessions.
   * @param field of the request that the password comes from.
   * @throws DomainError as `create`, USER_NOT_FOUND
   */
  async changePassword(
    family: Family,
    reference: Reference,
    password: string,
    actor: Actor,
    { field, then }: { field?: string; then?: (tx: EntityManager) => Promise<void> } = {},
  ): Promise<Account> {
    this.policy.check(password, field);
    const passwordHash = await this.passwords.hash(password, askerOf(actor));
    const changes = { passwordHash };
    return this.update(family, reference, changes, actor, then);
  }

  /** Sets a random password. @returns the password, to be shown once. */
  async resetPassword(family: Family, reference: Reference, actor: Actor): Promise<string> {
    const password = generatePassword();
    await this.changePassword(family, reference, password, actor);
    return password;
  }

  /** @throws DomainError USER_NOT_FOUND, AMBIGUOUS_REFERENCE */
  endSessions(family: Family, reference: Reference, actor: Actor): Promise<void> {
    return this.database.transaction(async (tx) => {
      const account = await this.#lock(tx, family, reference);
      const ended = await this.revocations.endSessionsOf(tx, account, 'ended-by-admin');
      const details = { sessions: ended.length };
      await this.audit.append(tx, actor, { action: 'session-ended', account, details });
    });
  }

  /** Ends all sessions of all accounts, those too that ended after the backup which the database was restored from. */
  endEverySession(actor: Actor): Promise<number> {
    return this.database.transaction(async (tx) => {
      const ended = await this.revocations.endEverySession(tx, 'restored');
      await this.audit.append(tx, actor, { action: 'session-ended', details: { sessions: ended.length } });
      return ended.length;
    });
  }

  /** Publishes the account to the other services. */
  async announce(tx: EntityManager, account: Account, { principal, requestId }: Actor): Promise<void> {
    const isOfFamily = principal?.family === account.family;
    await this.outbox.append(tx, accountChanged, {
      ...toAccountView(account),
      changed_by: isOfFamily ? principal.accountId : null,
      key_id: principal?.scopes ? (principal.sessionId ?? null) : null,
      request_id: requestId,
    });
  }

  /** @throws DomainError USER_NOT_FOUND, AMBIGUOUS_REFERENCE */
  async #lock(tx: EntityManager, family: Family, reference: Reference): Promise<Account> {
    const account = await this.accounts.lock(tx, family, reference);
    if (!account) throw new DomainError('USER_NOT_FOUND');
    return account;
  }

  #write<T>(actor: Actor, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const { isKnown, address } = askerOf(actor);
    return mapConstraints(constraintCodes, () => this.strangers.transaction(isKnown, address, work));
  }
}

/** Who has a token, a key or a shell is no stranger. */
const askerOf = (actor: Actor): Required<Asker> => ({
  isKnown: actor.principal !== undefined || actor === operator,
  address: actor.clientAddress,
});
