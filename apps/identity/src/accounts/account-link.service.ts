import { randomUUID } from 'node:crypto';
import { type AccountFamily, DomainError } from '@argus/contracts';
import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Actor, AuditLog } from '../audit/audit-log.js';
import { constraintCodes } from '../constraints.js';
import { type AccountKey, AccountLinkStore, type LinkedAccount } from './account-link.store.js';
import { AccountService } from './account.service.js';

/** Which accounts of several families are one person's. A person has at most one account of a family. */
@Injectable()
export class AccountLinkService {
  constructor(
    private readonly database: Database,
    private readonly links: AccountLinkStore,
    private readonly accounts: AccountService,
    private readonly audit: AuditLog,
  ) {}

  /** The others that are linked to an account, by family. */
  linkedTo(account: AccountKey): Promise<LinkedAccount[]> {
    return this.links.linkedTo(account);
  }

  /**
   * Joins two accounts, and whatever each is linked to already. Whoever calls has seen to it that both are one person's.
   * @param then runs in the same transaction, after the accounts are locked.
   * @throws DomainError SAME_FAMILY; ALREADY_LINKED when both have an account of the same third family, or of each other's.
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
        const persons = [...new Set(both.flatMap(({ person_id }) => person_id ?? []))];
        if (persons.length === 1 && both.every(({ person_id }) => person_id !== null)) return;
        const changed = await this.links.link(tx, persons[0] ?? randomUUID(), persons, [one, other]);
        for (const account of changed) await this.accounts.announce(tx, account);
        await this.audit.append(tx, actor, {
          action: 'accounts-linked',
          account: one,
          details: { other_family: other.family, other_id: other.id },
        });
      }),
    );
  }

  /** Takes the linked account of a family out; the rest stay linked. @throws DomainError NOT_LINKED */
  unlink(own: AccountKey, family: AccountFamily, actor: Actor): Promise<void> {
    return this.database.transaction(async (tx) => {
      const [{ person_id } = { person_id: null }] = await this.links.lock(tx, [own]);
      const other = await this.links.unlink(tx, person_id, family, own.family);
      if (!other) throw new DomainError('NOT_LINKED');
      await this.accounts.announce(tx, other);
      await this.audit.append(tx, actor, {
        action: 'accounts-unlinked',
        account: own,
        details: { other_family: other.family, other_id: other.id },
      });
    });
  }
}
