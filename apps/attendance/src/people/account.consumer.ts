import type { AccountView } from '@argus/contracts';
import type { Delivery } from '@argus/messaging';
import { Database, Inbox, Jobs } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { revocationQueue } from '../queues.js';
import { PersonDirectory } from './person.directory.js';

/** Follows the accounts of the attendance family. */
@Injectable()
export class AccountConsumer {
  constructor(
    private readonly database: Database,
    private readonly people: PersonDirectory,
    private readonly jobs: Jobs,
  ) {}

  /** Who is deactivated loses the face template: it was kept to recognise somebody who attends (ADR 11). */
  async accountChanged(account: AccountView, { eventId }: Delivery): Promise<void> {
    if (account.family !== 'attendance') return;
    await this.database.transaction(async (tx) => {
      if (!(await Inbox.once(tx, 'attendance.account-changed', eventId))) return;
      const changed = await this.people.keep(account, tx);
      if (changed && !account.is_active) await this.jobs.send(tx, revocationQueue, { accountId: account.id });
    });
  }
}
