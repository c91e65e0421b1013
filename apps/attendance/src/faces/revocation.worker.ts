import { faceRevoked, recognitionContract } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Database, Outbox } from '@argus/persistence';
import { Works } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { ConflictStore } from '../conflicts/conflict.store.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import { gallery, subjectOf } from '../gallery.js';
import { type RevocationJob, revocationQueue } from '../queues.js';
import { askedBy } from '../requester.js';

/** Asks vision to destroy the template of a deactivated person, and closes the conflict cases that name them. */
@Injectable()
@Works(revocationQueue)
export class RevocationWorker {
  constructor(
    private readonly database: Database,
    private readonly rpc: RpcClient,
    private readonly outbox: Outbox,
    private readonly people: PersonDirectory,
    private readonly conflicts: ConflictStore,
  ) {}

  async run({ accountId, requester }: RevocationJob): Promise<void> {
    const person = (await this.people.findByIds([accountId])).get(accountId);
    if (!person || person.isActive) return;
    const body = { gallery, subject: subjectOf(accountId) };
    await this.rpc.call(recognitionContract.operations.revoke, { body });
    await this.database.transaction(async (tx) => {
      await this.conflicts.closeAllOf(tx, accountId, 'The person was deactivated.');
      await this.outbox.append(tx, faceRevoked, {
        occurred_at: new Date().toISOString(),
        person_id: accountId,
        employee_id: person.employeeId,
        ...askedBy(requester),
      });
    });
  }
}
