import { accountChanged, type AccountView } from '@argus/contracts';
import { Jobs } from '@argus/persistence';
import { Consumes } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { revocationQueue } from '../queues.js';
import { PersonDirectory } from './person.directory.js';

/** Follows the accounts of the attendance family. */
@Injectable()
export class AccountConsumer {
  constructor(
    private readonly people: PersonDirectory,
    private readonly jobs: Jobs,
  ) {}

  /** A deactivated person loses the face template: it was kept to recognise somebody who attends (ADR 11). */
  @Consumes(accountChanged)
  async accountChanged(account: AccountView, tx: EntityManager): Promise<void> {
    if (account.family !== 'attendance') return;
    const changed = await this.people.keep(account, tx);
    if (changed && !account.is_active) await this.jobs.send(tx, revocationQueue, { accountId: account.id });
  }
}
