import { type DeviceChanged, deviceChanged } from '@argus/contracts';
import { Consumes } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.service.js';

/** Audits what is done to the credentials of devices. */
@Injectable()
export class DeviceConsumer {
  constructor(private readonly audit: AuditLog) {}

  @Consumes(deviceChanged)
  async deviceChanged(change: DeviceChanged, tx: EntityManager): Promise<void> {
    const { act, username, equipment, requested_by: accountId, request_id: requestId } = change;
    const principal = accountId === null ? undefined : ({ family: 'techtrack', accountId } as const);
    await this.audit.append(
      tx,
      { requestId, principal },
      { action: `device-${act}`, details: { device: username, equipment } },
    );
  }
}
