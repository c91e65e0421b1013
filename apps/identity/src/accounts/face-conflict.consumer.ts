import {
  type FaceConflictDecided,
  faceConflictDecided,
  type FaceTwinsEnded,
  faceTwinsEnded,
} from '@argus/contracts';
import { Consumes } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.service.js';

/** Audits what administrators decide about the enrolments of people. */
@Injectable()
export class FaceConflictConsumer {
  constructor(private readonly audit: AuditLog) {}

  @Consumes(faceConflictDecided)
  note(decided: FaceConflictDecided, tx: EntityManager): Promise<void> {
    const { conflict_id, person_id, other_id, decision, reason, decided_by, request_id, key_id } = decided;
    const actor = {
      requestId: request_id,
      principal: { family: 'attendance', accountId: decided_by },
    } as const;
    return this.audit.append(tx, actor, {
      action: 'face-conflict-decided',
      account: { family: 'attendance', id: person_id },
      details: { conflict_id, other_id, decision, reason, ...(key_id && { key: key_id }) },
    });
  }

  @Consumes(faceTwinsEnded)
  noteEndOfTwins(
    { person_id, other_id, ended_by, key_id, request_id }: FaceTwinsEnded,
    tx: EntityManager,
  ): Promise<void> {
    const actor = {
      requestId: request_id,
      principal: { family: 'attendance', accountId: ended_by },
    } as const;
    return this.audit.append(tx, actor, {
      action: 'face-twins-ended',
      account: { family: 'attendance', id: person_id },
      details: { other_id, ...(key_id && { key: key_id }) },
    });
  }
}
