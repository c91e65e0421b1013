import { faceRevoked, recognitionContract } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Database, Outbox } from '@argus/persistence';
import { Works } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { WithdrawalCompletion } from '../consents/withdrawal-completion.service.js';
import { ConflictStore } from '../conflicts/conflict.store.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import { gallery, subjectOf } from '../gallery.js';
import { type RevocationJob, revocationQueue } from '../queues.js';
import { askedBy } from '../requester.js';
import { WaitingEnrolments } from './waiting-enrolments.service.js';

/**
 * Asks vision to destroy the templates of a person who was deactivated or withdrew their consent, ends what waits to make another, and closes
 * the conflict cases that name them.
 */
@Injectable()
@Works(revocationQueue)
export class RevocationWorker {
  constructor(
    private readonly database: Database,
    private readonly rpc: RpcClient,
    private readonly outbox: Outbox,
    private readonly people: PersonDirectory,
    private readonly conflicts: ConflictStore,
    private readonly enrolments: WaitingEnrolments,
    private readonly withdrawals: WithdrawalCompletion,
  ) {}

  async run({ accountId, requester, withdrawalId }: RevocationJob): Promise<void> {
    const person = (await this.people.findByIds([accountId])).get(accountId);
    if (!person || (person.isActive && withdrawalId === undefined)) return;
    if (withdrawalId !== undefined) await this.enrolments.endAllOf(accountId);
    const body = { gallery, subject: subjectOf(accountId) };
    await this.rpc.call(recognitionContract.operations.revoke, { body });
    await this.database.transaction(async (tx) => {
      const reason =
        withdrawalId === undefined ? 'The person was deactivated.' : 'The person withdrew their consent.';
      await this.conflicts.closeAllOf(tx, accountId, reason);
      if (withdrawalId !== undefined) await this.withdrawals.complete(tx, withdrawalId);
      await this.outbox.append(tx, faceRevoked, {
        occurred_at: new Date().toISOString(),
        person_id: accountId,
        employee_id: person.employeeId,
        ...askedBy(requester),
      });
    });
  }
}
