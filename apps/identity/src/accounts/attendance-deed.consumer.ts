import { type AttendanceDeed, attendanceDeedDone } from '@argus/contracts';
import { Consumes } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.service.js';

/** Audits what people do in attendance. */
@Injectable()
export class AttendanceDeedConsumer {
  constructor(private readonly audit: AuditLog) {}

  @Consumes(attendanceDeedDone)
  async attendanceDeedDone(deed: AttendanceDeed, tx: EntityManager): Promise<void> {
    const { act, success, person_id, requested_by, key_id, client_address, user_agent } = deed;
    const family = 'attendance';
    const actor = {
      requestId: deed.request_id,
      principal: requested_by === null ? undefined : ({ family, accountId: requested_by } as const),
      ...(client_address !== null && { clientAddress: client_address }),
      ...(user_agent !== null && { userAgent: user_agent }),
    };
    await this.audit.append(tx, actor, {
      action: act,
      account: person_id === null ? undefined : { family, id: person_id },
      success,
      details: { ...deed.details, ...(key_id !== null && { key: key_id }) },
    });
  }
}
