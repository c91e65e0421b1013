import {
  calibrationFrameContract,
  type CallContext,
  type FrameBatch,
  type FrameBatchResult,
  type FrameBody,
  type FrameResult,
  type GazeSamples,
  type SavedSamples,
  type StartCalibration,
  type StartedCalibration,
  type UploadFrame,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ownerOf } from '../owner.js';
import { FrameService } from './frame.service.js';

@Controller()
@Handles(calibrationFrameContract)
export class FrameController {
  constructor(private readonly frames: FrameService) {}

  start({ body }: { body: StartCalibration }, context: CallContext): Promise<StartedCalibration> {
    return this.frames.start(ownerOf(context), body);
  }

  frame({ body }: { body: FrameBody }, context: CallContext): Promise<FrameResult> {
    return this.frames.frame(ownerOf(context), body);
  }

  upload({ body }: { body: UploadFrame }, context: CallContext): Promise<FrameResult> {
    return this.frames.upload(ownerOf(context), body);
  }

  batch({ body }: { body: FrameBatch }, context: CallContext): Promise<FrameBatchResult> {
    return this.frames.batch(ownerOf(context), body);
  }

  samples({ body }: { body: GazeSamples }, context: CallContext): Promise<SavedSamples> {
    return this.frames.addSamples(ownerOf(context), body);
  }
}
