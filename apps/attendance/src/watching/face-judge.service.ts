import { type IdentifiedFace, recognitionContract } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';
import { gallery } from '../gallery.js';
import { LivenessPolicy } from '../liveness/liveness-policy.service.js';

const MAX_FACES = 10;

/** Asks vision whose faces are on a picture of a camera. */
@Injectable()
export class FaceJudge {
  constructor(
    private readonly rpc: RpcClient,
    private readonly liveness: LivenessPolicy,
  ) {}

  /** Whether somebody who only walks past may be logged: nobody passes a liveness challenge on the way. */
  mayLog(cameraId: string): boolean {
    return this.liveness.atCamera(cameraId) !== 'active_required';
  }

  async judge(cameraId: string, photograph: Uint8Array): Promise<readonly IdentifiedFace[]> {
    const passive_liveness = this.liveness.wantsScores(cameraId);
    const body = { gallery, photograph, max_faces: MAX_FACES, faces: 'all' as const, passive_liveness };
    return (await this.rpc.call(recognitionContract.operations.identify, { body })).faces;
  }
}
