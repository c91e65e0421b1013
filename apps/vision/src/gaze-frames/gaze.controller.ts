import { type AnalyseGaze, type CallContext, type GazeAnalysis, gazeContract } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { GazeService } from './gaze.service.js';

@Controller()
@Handles(gazeContract)
export class GazeController {
  constructor(private readonly gaze: GazeService) {}

  analyse({ body }: { body: AnalyseGaze }, context: CallContext): Promise<GazeAnalysis> {
    return this.gaze.analyse(body, context);
  }
}
