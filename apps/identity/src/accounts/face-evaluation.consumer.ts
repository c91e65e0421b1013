import { type EvaluationAdoption, evaluationAdopted } from '@argus/contracts';
import { Consumes } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.service.js';

/** Audits by which error rates administrators let faces be recognised. */
@Injectable()
export class FaceEvaluationConsumer {
  constructor(private readonly audit: AuditLog) {}

  @Consumes(evaluationAdopted)
  note(
    { evaluation_id, in_force, adopted_by, request_id }: EvaluationAdoption,
    tx: EntityManager,
  ): Promise<void> {
    const account = { family: 'attendance', id: adopted_by } as const;
    const actor = {
      requestId: request_id,
      principal: { family: 'attendance', accountId: adopted_by },
    } as const;
    return this.audit.append(tx, actor, {
      action: 'face-evaluation-adopted',
      account,
      details: { evaluation_id, in_force },
    });
  }
}
