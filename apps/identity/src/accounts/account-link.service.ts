import { randomUUID } from 'node:crypto';
import { type AccountFamily, DomainError } from '@argus/contracts';
import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Actor, AuditLog } from '../audit/audit-log.service.js';
import { constraintCodes } from '../constraints.js';
import { type AccountKey, AccountLinkStore, type LinkedAccount } from './account-link.store.js';
import { AccountService } from './account.service.js';

/** Links accounts of several families that belong to one person. A person has at most one account per family. */
@Injectable()
export class AccountLinkService {
  constructor(
    private readonly database: Database,
    private readonly links: AccountLinkStore,
    private readonly accounts: AccountService,
    private readonly audit: AuditLog,
  ) {}

  /** Returns the accounts linked to an account, ordered by family. */
  linkedTo(account: AccountKey): Promise<LinkedAccount[]> {
    return this.links.linkedTo(account);
  }

  /**
   * Links two accounts and all accounts already linked to them. The caller has verified that both belong to one person.
   * Locks all these accounts.
   * @param then runs in the same transaction, after the lock.
   * @throws DomainError SAME_FAMILY; ALREADY_LINKED if the person would get two accounts of one family.
   */
  link(
    one: AccountKey,
    other: AccountKey,
    actor: Actor,
    then: (tx: EntityManager) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    if (one.family === other.family) throw new DomainError('SAME_FAMILY');
    return mapConstraints(constraintCodes, () =>
      this.database.transaction(async (tx) => {
        const both = await this.links.lock(tx, [one, other]);
        await then(tx);
        const persons = [...new Set(both.flatMap(({ personId }) => personId ?? []))];
        if (persons.length === 1 && both.every(({ personId }) => personId !== null)) return;
        const changed = await this.links.link(tx, persons[0] ?? randomUUID(), persons, [one, other]);
        for (const account of changed) await this.accounts.announce(tx, account, actor);
        await this.audit.append(tx, actor, {
          action: 'accounts-linked',
          account: one,
          details: { other_family: other.family, other_id: other.id },
        });
      }),
    );
  }

  /** Unlinks the account of a family; the others stay linked. @throws DomainError NOT_LINKED */
  unlink(own: AccountKey, family: AccountFamily, actor: Actor): Promise<void> {
    return this.database.transaction(async (tx) => {
      const [{ personId } = { personId: null }] = await this.links.lock(tx, [own]);
      const other = await this.links.unlink(tx, personId, family, own.family);
      if (!other) throw new DomainError('NOT_LINKED');
      await this.accounts.announce(tx, other, actor);
      await this.audit.append(tx, actor, {
        action: 'accounts-unlinked',
        account: own,
        details: { other_family: other.family, other_id: other.id },
      });
    });
  }
}
