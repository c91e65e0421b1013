import { type CallContext, type GazeAnalysis, gazeLookContract, type LookAtFrames } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { GazeService } from './gaze.service.js';

@Controller()
@Handles(gazeLookContract)
export class GazeLookController {
  constructor(private readonly gaze: GazeService) {}

  look({ body }: { body: LookAtFrames }, context: CallContext): Promise<GazeAnalysis> {
    return this.gaze.look(body, context);
  }
}
