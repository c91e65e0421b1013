import { type WorkingTimeChanged, workingTimeChanged } from '@argus/contracts';
import { Consumes } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.service.js';

/** Audits who changed what working time is derived from. */
@Injectable()
export class WorkingTimeConsumer {
  constructor(private readonly audit: AuditLog) {}

  @Consumes(workingTimeChanged)
  async workingTimeChanged(change: WorkingTimeChanged, tx: EntityManager): Promise<void> {
    const { noun, act, id, about, requested_by, key_id, request_id } = change;
    const principal =
      requested_by === null ? undefined : { family: 'attendance' as const, accountId: requested_by };
    await this.audit.append(
      tx,
      { requestId: request_id, principal },
      {
        action: 'working-time-changed',
        details: { noun, act, id, about, ...(key_id !== null && { key_id }) },
      },
    );
  }
}
