import {
  type AttendanceAct,
  type AttendanceMark,
  attendanceMarked,
  type FaceEnrolled,
  faceEnrolled,
  type FaceRevoked,
  faceRevoked,
  type FaceVerified,
  faceVerified,
} from '@argus/contracts';
import { Consumes } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditAction, AuditDetails } from '../audit/audit-event.entity.js';
import { type Actor, AuditLog } from '../audit/audit-log.service.js';
import { AccountStore } from '../directory/account.store.js';

/** Audits what is done to face templates and by hand to attendance. The account says whether its person has a template. */
@Injectable()
export class AttendanceActConsumer {
  constructor(
    private readonly accounts: AccountStore,
    private readonly audit: AuditLog,
  ) {}

  @Consumes(faceEnrolled)
  async enrolled(act: FaceEnrolled, tx: EntityManager): Promise<void> {
    const isFirst = await this.accounts.setFaceEnrolled(tx, act.employee_id, true);
    await this.note(tx, isFirst ? 'face-enrolled' : 'face-replaced', act);
  }

  @Consumes(faceRevoked)
  async revoked(act: FaceRevoked, tx: EntityManager): Promise<void> {
    const had = await this.accounts.setFaceEnrolled(tx, act.employee_id, false);
    if (had) await this.note(tx, 'face-revoked', act);
  }

  @Consumes(attendanceMarked)
  async marked(act: AttendanceMark, tx: EntityManager): Promise<void> {
    const { log_id, occurred_at, reason } = act;
    await this.note(tx, 'attendance-marked', act, { log_id, occurred_at, reason });
  }

  @Consumes(faceVerified)
  async verified(act: FaceVerified, tx: EntityManager): Promise<void> {
    const { employee_id, camera_id, confidence, reason, processing_time, occurred_at } = act;
    const { requested_by, key_id, request_id: requestId } = act;
    const principal =
      requested_by === null ? undefined : ({ family: 'attendance', accountId: requested_by } as const);
    const username = employee_id ?? undefined;
    const account =
      username === undefined ? undefined : await this.accounts.findByLogin('attendance', { username });
    await this.audit.append(
      tx,
      { requestId, principal, ...clientOf(act) },
      {
        action: 'face-verified',
        account: account && { family: 'attendance', id: account.id },
        success: employee_id !== null,
        details: {
          camera_id,
          confidence,
          processing_time,
          occurred_at,
          ...(reason !== null && { reason }),
          ...(key_id !== null && { key: key_id }),
        },
      },
    );
  }

  private note(
    tx: EntityManager,
    action: AuditAction,
    { person_id, requested_by, key_id, request_id = 'unknown', ...client }: AttendanceAct,
    details: AuditDetails = {},
  ): Promise<void> {
    const isKnown = requested_by !== undefined && requested_by !== null;
    const principal = isKnown ? ({ family: 'attendance', accountId: requested_by } as const) : undefined;
    return this.audit.append(
      tx,
      { requestId: request_id, principal, ...clientOf(client) },
      {
        action,
        account: { family: 'attendance', id: person_id },
        details: { ...details, ...(key_id && { key: key_id }) },
      },
    );
  }
}

const clientOf = ({
  client_address: clientAddress,
  user_agent: userAgent,
}: Pick<AttendanceAct, 'client_address' | 'user_agent'>): Pick<Actor, 'clientAddress' | 'userAgent'> => ({
  ...(typeof clientAddress === 'string' && { clientAddress }),
  ...(typeof userAgent === 'string' && { userAgent }),
});
