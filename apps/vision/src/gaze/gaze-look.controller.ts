import {
  type CallContext,
  type GazeAnalysis,
  type gazeLookContract,
  type Handlers,
  type LookAtFrames,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { GazeService } from './gaze.service.js';

@Injectable()
export class GazeLookController implements Handlers<typeof gazeLookContract> {
  constructor(private readonly gaze: GazeService) {}

  look({ body }: { body: LookAtFrames }, context: CallContext): Promise<GazeAnalysis> {
    return this.gaze.look(body, context);
  }
}
