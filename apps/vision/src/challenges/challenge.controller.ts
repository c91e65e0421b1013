import {
  type AnswerLivenessChallenge,
  type CallContext,
  type CreateLivenessChallenge,
  type ListLivenessAttempts,
  type LivenessAttempts,
  type LivenessChallenge,
  livenessContract,
  type LivenessRedemption,
  type LivenessResult,
  type RedeemLivenessChallenge,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ChallengeAnswerService } from './challenge-answer.service.js';
import { ChallengeRedemptionService } from './challenge-redemption.service.js';
import { ChallengeService } from './challenge.service.js';

@Controller()
@Handles(livenessContract)
export class ChallengeController {
  constructor(
    private readonly challenges: ChallengeService,
    private readonly answers: ChallengeAnswerService,
    private readonly redemptions: ChallengeRedemptionService,
  ) {}

  create({ body }: { body: CreateLivenessChallenge }): Promise<LivenessChallenge> {
    return this.challenges.create(body);
  }

  answer({ body }: { body: AnswerLivenessChallenge }, context: CallContext): Promise<LivenessResult> {
    return this.answers.answer(body, context);
  }

  redeem({ body }: { body: RedeemLivenessChallenge }, context: CallContext): Promise<LivenessRedemption> {
    return this.redemptions.redeem(body, context);
  }

  attempts({ body }: { body: ListLivenessAttempts }): Promise<LivenessAttempts> {
    return this.challenges.attempts(body);
  }
}
