import { type CallContext, type WorkingTimeChanged, workingTimeChanged } from '@argus/contracts';
import { Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { requesterOf } from '../../requester.js';

/** Tells the audit who changed what working time is derived from. */
@Injectable()
export class WorkingTimeChanges {
  constructor(private readonly outbox: Outbox) {}

  async note(
    tx: EntityManager,
    asker: Pick<CallContext, 'principal' | 'requestId'>,
    change: Pick<WorkingTimeChanged, 'noun' | 'act' | 'id' | 'about'>,
  ): Promise<void> {
    const { accountId, keyId, requestId } = requesterOf(asker);
    await this.outbox.append(tx, workingTimeChanged, {
      ...change,
      requested_by: accountId,
      key_id: keyId,
      request_id: requestId,
    });
  }
}
