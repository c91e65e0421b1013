import { type CallContext, type CameraPath, type CameraTrial, cameraTrialContract } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { CameraTrials } from './camera-trial.service.js';

@Controller()
@Handles(cameraTrialContract)
export class CameraTrialController {
  constructor(private readonly trials: CameraTrials) {}

  async test({ params }: { params: CameraPath }, context: CallContext): Promise<CameraTrial> {
    return this.trials.test(params.id, context);
  }
}
