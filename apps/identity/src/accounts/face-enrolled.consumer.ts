import type { FaceEnrolled, FaceRevoked } from '@argus/contracts';
import type { Delivery } from '@argus/messaging';
import { Database, Inbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { AccountStore } from './account.store.js';

/** Notes on the account whether there is a face template of the person. */
@Injectable()
export class FaceEnrolledConsumer {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountStore,
  ) {}

  note({ employee_id }: FaceEnrolled, { eventId }: Delivery): Promise<void> {
    return this.set(employee_id, true, eventId);
  }

  forget({ employee_id }: FaceRevoked, { eventId }: Delivery): Promise<void> {
    return this.set(employee_id, false, eventId);
  }

  private async set(username: string, enrolled: boolean, eventId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await Inbox.once(tx, 'identity.face-enrolled', eventId))) return;
      await this.accounts.setFaceEnrolled(tx, username, enrolled);
    });
  }
}
