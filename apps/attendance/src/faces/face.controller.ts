import {
  type BulkResult,
  type BulkStatus,
  type BulkVerifyFaces,
  type CallContext,
  callerOf,
  type EnrolFace,
  type EnrolQueued,
  type EnrolResult,
  type EnrolStatus,
  faceContract,
  type TaskPath,
  type VerifiedFace,
  type VerifyFace,
  type VerifyQueued,
  type VerifyStatus,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import type { TaskKind } from '../tasks/face-task.entity.js';
import { TaskService } from '../tasks/task.service.js';
import { seesScores, withoutScores } from './disclosure.js';
import { FaceRequestService } from './face-request.service.js';

@Controller()
@Handles(faceContract)
export class FaceController {
  constructor(
    private readonly requests: FaceRequestService,
    private readonly tasks: TaskService,
  ) {}

  async enrol({ body }: { body: EnrolFace }, context: CallContext): Promise<EnrolQueued> {
    return this.requests.enrol(body, context);
  }

  async enrolStatus({ params }: { params: TaskPath }, context: CallContext): Promise<EnrolStatus> {
    return this.status<EnrolResult>('enroll', params, context);
  }

  async verify({ body }: { body: VerifyFace }, context: CallContext): Promise<VerifyQueued> {
    return this.requests.verify(body, context);
  }

  async verifyStatus({ params }: { params: TaskPath }, context: CallContext): Promise<VerifyStatus> {
    const state = await this.status<VerifiedFace>('verify', params, context);
    if (!state.result || seesScores(callerOf(context))) return state;
    return { ...state, result: withoutScores(state.result) };
  }

  async bulkVerify({ body }: { body: BulkVerifyFaces }, context: CallContext): Promise<VerifyQueued> {
    return this.requests.bulkVerify(body, context);
  }

  async bulkStatus({ params }: { params: TaskPath }, context: CallContext): Promise<BulkStatus> {
    const state = await this.status<BulkResult>('bulk', params, context);
    if (!state.result || seesScores(callerOf(context))) return state;
    const images = state.result.images.map((image) => ({ ...image, faces: image.faces.map(withoutScores) }));
    return { ...state, result: { images } };
  }

  private async status<R>(kind: TaskKind, { task_id }: TaskPath, context: CallContext) {
    return { task_id, ...(await this.tasks.stateOf<R>(kind, task_id, callerOf(context))) };
  }
}
