import {
  type AdoptEvaluation,
  type CallContext,
  callerOf,
  evaluationContract,
  type EvaluationPath,
  type EvaluationStarted,
  type EvaluationView,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { EvaluationService } from './evaluation.service.js';

@Controller()
@Handles(evaluationContract)
export class EvaluationController {
  constructor(private readonly evaluations: EvaluationService) {}

  start(_input: unknown, context: CallContext): Promise<EvaluationStarted> {
    return this.evaluations.start(callerOf(context).accountId);
  }

  get({ params }: { params: EvaluationPath }): Promise<EvaluationView> {
    return this.evaluations.get(params.evaluation_id);
  }

  adopt(
    { params, body }: { params: EvaluationPath; body: AdoptEvaluation },
    context: CallContext,
  ): Promise<EvaluationView> {
    return this.evaluations.adopt(params.evaluation_id, body, context);
  }
}
