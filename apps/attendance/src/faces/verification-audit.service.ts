import { type BulkResult, type FaceVerified, faceVerified, type VerifiedFace } from '@argus/contracts';
import { Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Conclude, Outcome } from '../tasks/task.service.js';
import type { Task } from '../tasks/task.store.js';
import type { BulkInput } from './bulk-verification-procedure.service.js';
import type { VerificationInput } from './verification-procedure.service.js';

/** A face that was compared, or why none was. */
interface Verified {
  readonly cameraId: string | null;
  readonly face: Pick<VerifiedFace, 'employee_id' | 'confidence' | 'recognized' | 'error_code' | 'decision'>;
}

/** Tells the audit of every verification, in the transaction that ends it. */
@Injectable()
export class VerificationAudit {
  constructor(private readonly outbox: Outbox) {}

  /** Returns what concludes the task and tells of it. */
  audited(task: Task, conclude: Conclude): Conclude {
    return async (tx, seconds) => {
      const outcome = await conclude(tx, seconds);
      await this.tell(tx, task, seconds, verifiedIn(task, outcome));
      return outcome;
    };
  }

  private async tell(
    tx: EntityManager,
    { acceptedAt, requester, requestedBy }: Task,
    seconds: number,
    all: readonly Verified[],
  ): Promise<void> {
    const asked = {
      occurred_at: acceptedAt.toISOString(),
      processing_time: seconds,
      requested_by: requester ? requester.accountId : requestedBy,
      key_id: requester?.keyId ?? null,
      request_id: requester?.requestId ?? 'unknown',
      client_address: requester?.clientAddress ?? null,
      user_agent: requester?.userAgent ?? null,
    };
    const events = all.map(({ cameraId, face }): FaceVerified => ({
      ...asked,
      employee_id: face.employee_id,
      camera_id: cameraId,
      confidence: face.recognized ? face.confidence : null,
      reason: face.recognized ? null : (face.error_code ?? face.decision?.reasons[0] ?? 'NOT_RECOGNISED'),
    }));
    await this.outbox.appendAll(tx, faceVerified, events);
  }
}

function verifiedIn({ kind, input }: Task, { result }: Outcome): Verified[] {
  if (kind === 'enroll') return [];
  if (kind === 'verify')
    return [{ cameraId: (input as VerificationInput).camera_id, face: result as VerifiedFace }];
  const { images } = input as BulkInput;
  return (result as BulkResult).images.flatMap(({ faces, error_code }, i): Verified[] => {
    const cameraId = images[i]?.camera_id ?? null;
    if (faces.length > 0) return faces.map((face) => ({ cameraId, face }));
    return [
      { cameraId, face: { employee_id: null, confidence: 0, recognized: false, error_code, decision: null } },
    ];
  });
}
