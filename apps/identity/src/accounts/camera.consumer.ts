import { type CameraChanged, cameraChanged } from '@argus/contracts';
import { Consumes } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.service.js';

/** Audits who sets cameras up and looks through them. */
@Injectable()
export class CameraConsumer {
  constructor(private readonly audit: AuditLog) {}

  @Consumes(cameraChanged)
  async cameraChanged(change: CameraChanged, tx: EntityManager): Promise<void> {
    const { camera_id, act, host, changed, client_address, user_agent } = change;
    const actor = {
      requestId: change.request_id,
      principal: { family: 'attendance' as const, accountId: change.requested_by },
      ...(client_address !== null && { clientAddress: client_address }),
      ...(user_agent !== null && { userAgent: user_agent }),
    };
    const told = { ...(host !== null && { host }), ...(changed !== '' && { changed }) };
    await this.audit.append(tx, actor, { action: `camera-${act}`, details: { camera_id, ...told } });
  }
}
