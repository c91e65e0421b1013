import {
  type AnalyseGaze,
  type CallContext,
  type GazeAnalysis,
  gazeContract,
  type Handlers,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { GazeService } from './gaze.service.js';

@Injectable()
export class GazeController implements Handlers<typeof gazeContract> {
  constructor(private readonly gaze: GazeService) {}

  analyse({ body }: { body: AnalyseGaze }, context: CallContext): Promise<GazeAnalysis> {
    return this.gaze.analyse(body, context);
  }
}
