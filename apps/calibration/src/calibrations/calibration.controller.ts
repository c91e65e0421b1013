import {
  calibrationContract,
  type CalibrationFiles,
  type CallContext,
  type CandidatePath,
  type CheckDrift,
  type CompleteCalibration,
  type CompletedCalibration,
  type DriftResult,
  type MapGaze,
  type MappedGaze,
  type QualityView,
  type RefitCalibration,
  type ValidateCalibration,
  type ValidationResult,
  type VerifiedCalibration,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ownerOf } from '../owner.js';
import { CalibrationService } from './calibration.service.js';
import { CompletionService } from './completion.service.js';

interface OfCandidate {
  readonly params: CandidatePath;
}

@Controller()
@Handles(calibrationContract)
export class CalibrationController {
  constructor(
    private readonly completions: CompletionService,
    private readonly calibrations: CalibrationService,
  ) {}

  complete({ body }: { body: CompleteCalibration }, context: CallContext): Promise<CompletedCalibration> {
    return this.completions.complete(ownerOf(context), body, context);
  }

  refit({ body }: { body: RefitCalibration }, context: CallContext): Promise<CompletedCalibration> {
    return this.completions.complete(ownerOf(context), body, context);
  }

  verify({ params }: OfCandidate, context: CallContext): Promise<VerifiedCalibration> {
    return this.calibrations.verify(ownerOf(context), params.candidate_id);
  }

  download({ params }: OfCandidate, context: CallContext): Promise<CalibrationFiles> {
    return this.calibrations.files(ownerOf(context), params.candidate_id);
  }

  quality({ params }: OfCandidate, context: CallContext): Promise<QualityView> {
    return this.calibrations.quality(ownerOf(context), params.candidate_id);
  }

  map({ body }: { body: MapGaze }, context: CallContext): Promise<MappedGaze> {
    return this.calibrations.map(ownerOf(context), body);
  }

  validate({ body }: { body: ValidateCalibration }, context: CallContext): Promise<ValidationResult> {
    return this.calibrations.validate(ownerOf(context), body);
  }

  drift({ body }: { body: CheckDrift }, context: CallContext): Promise<DriftResult> {
    return this.calibrations.drift(ownerOf(context), body);
  }
}
