import type {
  BulkResult,
  BulkStatus,
  BulkVerifyFaces,
  CallContext,
  EnrolFace,
  EnrolQueued,
  EnrolResult,
  EnrolStatus,
  faceContract,
  Handlers,
  TaskPath,
  VerifiedFace,
  VerifyFace,
  VerifyQueued,
  VerifyStatus,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { callerOf } from '../caller.js';
import type { TaskKind } from '../tasks/face-task.entity.js';
import { TaskStore } from '../tasks/task.store.js';
import { FaceRequestService } from './face-request.service.js';

@Injectable()
export class FaceController implements Handlers<typeof faceContract> {
  constructor(
    private readonly requests: FaceRequestService,
    private readonly tasks: TaskStore,
  ) {}

  async enrol({ body }: { body: EnrolFace }, context: CallContext): Promise<EnrolQueued> {
    return this.requests.enrol(body, callerOf(context));
  }

  async enrolStatus({ params }: { params: TaskPath }, context: CallContext): Promise<EnrolStatus> {
    return this.status<EnrolResult>('enroll', params, context);
  }

  async verify({ body }: { body: VerifyFace }, context: CallContext): Promise<VerifyQueued> {
    return this.requests.verify(body, callerOf(context));
  }

  async verifyStatus({ params }: { params: TaskPath }, context: CallContext): Promise<VerifyStatus> {
    return this.status<VerifiedFace>('verify', params, context);
  }

  async bulkVerify({ body }: { body: BulkVerifyFaces }, context: CallContext): Promise<VerifyQueued> {
    return this.requests.bulkVerify(body, callerOf(context));
  }

  async bulkStatus({ params }: { params: TaskPath }, context: CallContext): Promise<BulkStatus> {
    return this.status<BulkResult>('bulk', params, context);
  }

  private async status<R>(kind: TaskKind, { task_id }: TaskPath, context: CallContext) {
    return { task_id, ...(await this.tasks.stateOf<R>(kind, task_id, callerOf(context))) };
  }
}
