import {
  callerOf,
  type ConsentQuery,
  DomainError,
  pageOfRows,
  foldText,
  type GiveConsent,
  isUuid,
  offsetOf,
  type Page,
  type WithdrawConsent,
} from '@argus/contracts';
import { Database, Jobs } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { ActLog, type Asker } from '../acts/act-log.service.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import type { Person } from '../people/person.entity.js';
import { PersonStore } from '../people/person.store.js';
import { revocationQueue } from '../queues.js';
import { requesterOf } from '../requester.js';
import { ConsentStore, type ListedConsent } from './consent.store.js';
import { type ListedWithdrawal, WithdrawalStore } from './withdrawal.store.js';

/** Takes consents and has destroyed what was withdrawn. */
@Injectable()
export class ConsentService {
  constructor(
    private readonly database: Database,
    private readonly consents: ConsentStore,
    private readonly withdrawals: WithdrawalStore,
    private readonly directory: PersonDirectory,
    private readonly people: PersonStore,
    private readonly jobs: Jobs,
    private readonly acts: ActLog,
  ) {}

  /** Newest first. @throws DomainError PERMISSION_DENIED, USER_NOT_FOUND, PAGE_NOT_FOUND */
  async list({ employee_id, ...page }: ConsentQuery, asker: Asker): Promise<Page<ListedConsent>> {
    const named = employee_id === '' ? undefined : employee_id;
    const isEverybody = named === undefined && callerOf(asker).role === 'admin';
    const personId = isEverybody ? undefined : (await this.personOf(named, asker)).accountId;
    const rows = await this.consents.list(personId, page.page_size, offsetOf(page));
    return pageOfRows(rows, page);
  }

  /** @throws DomainError PERMISSION_DENIED, USER_NOT_FOUND, WITHDRAWAL_PENDING */
  async give({ employee_id, purpose, statement }: GiveConsent, asker: Asker): Promise<ListedConsent> {
    const { accountId: personId } = await this.personOf(employee_id, asker);
    const consent = { id: randomUUID(), personId, purpose, statement, givenBy: callerOf(asker).username };
    return this.database.transaction(async (tx) => {
      await this.people.lockAlone(tx, personId);
      if (await this.withdrawals.pending(personId, purpose)) throw new DomainError('WITHDRAWAL_PENDING');
      if (await this.consents.insert(tx, consent))
        await this.acts.note(tx, 'consent-given', asker, {
          personId,
          details: { purpose, consent: consent.id },
        });
      return (await this.consents.inForce(personId, purpose))!;
    });
  }

  /** A second time while the first is carried out answers the first. @throws DomainError PERMISSION_DENIED, USER_NOT_FOUND */
  async withdraw({ employee_id, purpose }: WithdrawConsent, asker: Asker): Promise<ListedWithdrawal> {
    const { accountId: personId } = await this.personOf(employee_id, asker);
    return this.database.transaction(async (tx) => {
      /* An enrolment that ends now has ended before, or sees the withdrawal. */
      await this.people.lockAlone(tx, personId);
      const pending = await this.withdrawals.pending(personId, purpose);
      if (pending) return pending;
      const id = randomUUID();
      await this.consents.withdraw(tx, personId, purpose);
      await this.withdrawals.insert(tx, { id, personId, purpose });
      const job = { accountId: personId, requester: requesterOf(asker), withdrawalId: id };
      await this.jobs.send(tx, revocationQueue, job);
      await this.acts.note(tx, 'consent-withdrawn', asker, {
        personId,
        details: { purpose, withdrawal: id },
      });
      return (await this.withdrawals.find(id))!;
    });
  }

  /** Others than administrators see their own. @throws DomainError WITHDRAWAL_NOT_FOUND */
  async withdrawal(id: string, asker: Asker): Promise<ListedWithdrawal> {
    const found = isUuid(id) ? await this.withdrawals.find(id) : undefined;
    const { role, accountId } = callerOf(asker);
    if (!found || (role !== 'admin' && found.personId !== accountId))
      throw new DomainError('WITHDRAWAL_NOT_FOUND');
    return found;
  }

  private async personOf(named: string | undefined, asker: Asker): Promise<Person> {
    const { role, username } = callerOf(asker);
    const employeeId = named ?? username;
    if (role !== 'admin' && foldText(employeeId) !== foldText(username))
      throw new DomainError('PERMISSION_DENIED');
    const person = await this.directory.findByEmployeeId(employeeId);
    if (!person) throw new DomainError('USER_NOT_FOUND');
    return person;
  }
}
