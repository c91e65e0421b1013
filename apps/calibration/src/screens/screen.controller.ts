import {
  calibrationScreenContract,
  type CallContext,
  type CandidatePath,
  type DetectedScreen,
  type SavedScreen,
  type ScreenInfo,
  type ScreenView,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ownerOf } from '../owner.js';
import { ScreenService } from './screen.service.js';

@Controller()
@Handles(calibrationScreenContract)
export class ScreenController {
  constructor(private readonly screens: ScreenService) {}

  save({ body }: { body: ScreenInfo }, context: CallContext): Promise<SavedScreen> {
    return this.screens.save(ownerOf(context), body);
  }

  get({ params }: { params: CandidatePath }, context: CallContext): Promise<ScreenView> {
    return this.screens.get(ownerOf(context), params.candidate_id);
  }

  async detect({ body }: { body: unknown }): Promise<DetectedScreen> {
    return this.screens.detect(body);
  }
}
