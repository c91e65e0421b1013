import { type MaintenanceStarted, maintenanceStarted } from '@argus/contracts';
import { Consumes } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.service.js';

/** Audits which maintenance administrators began. */
@Injectable()
export class MaintenanceConsumer {
  constructor(private readonly audit: AuditLog) {}

  @Consumes(maintenanceStarted)
  note(
    { run_id, task, days_to_keep, requested_by, request_id }: MaintenanceStarted,
    tx: EntityManager,
  ): Promise<void> {
    const account = { family: 'attendance', id: requested_by } as const;
    const principal = { family: 'attendance', accountId: requested_by } as const;
    const details = { run_id, task, ...(days_to_keep !== null && { days_to_keep }) };
    return this.audit.append(
      tx,
      { requestId: request_id, principal },
      { action: 'maintenance-started', account, details },
    );
  }
}
