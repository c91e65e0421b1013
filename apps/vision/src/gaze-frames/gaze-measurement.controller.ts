import {
  type CallContext,
  type GazeAnalysis,
  gazeMeasurementContract,
  type MeasureGaze,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { GazeService } from './gaze.service.js';

@Controller()
@Handles(gazeMeasurementContract)
export class GazeMeasurementController {
  constructor(private readonly gaze: GazeService) {}

  measure({ body }: { body: MeasureGaze }, context: CallContext): Promise<GazeAnalysis> {
    return this.gaze.measure(body, context);
  }
}
