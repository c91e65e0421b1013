import {
  accuracyContract,
  type AdoptCurve,
  type EvaluateGallery,
  type GalleryEvaluation,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { GalleryEvaluationService } from './gallery-evaluation.service.js';

@Controller()
@Handles(accuracyContract)
export class AccuracyController {
  constructor(private readonly evaluations: GalleryEvaluationService) {}

  evaluate({ body }: { body: EvaluateGallery }): Promise<GalleryEvaluation> {
    return this.evaluations.evaluate(body);
  }

  adopt({ body }: { body: AdoptCurve }): Promise<void> {
    return this.evaluations.adopt(body);
  }
}
