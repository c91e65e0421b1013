import { randomUUID } from 'node:crypto';
import { type AccountFamily, DomainError, type Family } from '@argus/contracts';
import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Actor, AuditLog } from '../audit/audit-log.js';
import { constraintCodes } from '../constraints.js';
import { rowsOf } from '../rows.js';
import type { Account } from './account.entity.js';
import { AccountService } from './account.service.js';

type Reference = Pick<Account, 'family' | 'id'>;

export interface LinkedAccount {
  readonly family: Family;
  readonly username: string;
}

/** Which accounts of several families are one person's. A person has at most one account of a family. */
@Injectable()
export class AccountLinkService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountService,
    private readonly audit: AuditLog,
  ) {}

  /** The others that are linked to an account, by family. */
  linkedTo({ family, id }: Reference): Promise<LinkedAccount[]> {
    return this.database.query<LinkedAccount>(
      `SELECT other.family, other.username FROM account own JOIN account other USING (person_id)
       WHERE own.family = $1 AND own.id = $2 AND other.family <> own.family ORDER BY other.family`,
      [family, id],
    );
  }

  /**
   * Joins two accounts, and whatever each is linked to already. Whoever calls has seen to it that both are one person's.
   * @param then runs in the same transaction, after the accounts are locked.
   * @throws DomainError SAME_FAMILY; ALREADY_LINKED when both have an account of the same third family, or of each other's.
   */
  link(
    one: Reference,
    other: Reference,
    actor: Actor,
    then: (tx: EntityManager) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    if (one.family === other.family) throw new DomainError('SAME_FAMILY');
    return mapConstraints(constraintCodes, () =>
      this.database.transaction(async (tx) => {
        const both = await lockAll(tx, [one, other]);
        await then(tx);
        const persons = [...new Set(both.flatMap(({ person_id }) => person_id ?? []))];
        if (persons.length === 1 && both.every(({ person_id }) => person_id !== null)) return;
        const changed = await rowsOf<Account>(
          tx,
          `UPDATE account SET person_id = $1, revision = revision + 1
           WHERE person_id IS DISTINCT FROM $1 AND (person_id = ANY($2)
             OR (family = $3 AND id = $4) OR (family = $5 AND id = $6)) RETURNING *`,
          [persons[0] ?? randomUUID(), persons, one.family, one.id, other.family, other.id],
        );
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
  unlink(own: Reference, family: AccountFamily, actor: Actor): Promise<void> {
    return this.database.transaction(async (tx) => {
      const [{ person_id } = { person_id: null }] = await lockAll(tx, [own]);
      const [other] = await rowsOf<Account>(
        tx,
        `UPDATE account SET person_id = NULL, revision = revision + 1
         WHERE person_id = $1 AND family = $2 AND family <> $3 RETURNING *`,
        [person_id, family, own.family],
      );
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

/** The accounts, with all that are linked to them, locked in one order for everybody. */
async function lockAll(tx: EntityManager, references: readonly Reference[]): Promise<Account[]> {
  const [one, other = one] = references;
  const locked = await rowsOf<Account>(
    tx,
    `SELECT * FROM account WHERE (family = $1 AND id = $2) OR (family = $3 AND id = $4)
       OR person_id IN (SELECT person_id FROM account
         WHERE (family = $1 AND id = $2) OR (family = $3 AND id = $4))
     ORDER BY family, id FOR NO KEY UPDATE`,
    [one?.family, one?.id, other?.family, other?.id],
  );
  return references.flatMap(
    ({ family, id }) => locked.find((account) => account.family === family && account.id === id) ?? [],
  );
}
