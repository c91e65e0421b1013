import {
  type AnswerChallenge,
  type AttemptFilter,
  type CallContext,
  callerOf,
  type ChallengeOutcome,
  type ChallengePath,
  faceLivenessContract,
  type LivenessAttempts,
  type LivenessChallenge,
  type RequestLivenessChallenge,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { LivenessChallenges } from './liveness-challenge.service.js';

@Controller()
@Handles(faceLivenessContract)
export class LivenessController {
  constructor(private readonly challenges: LivenessChallenges) {}

  async create(
    { body }: { body: RequestLivenessChallenge },
    context: CallContext,
  ): Promise<LivenessChallenge> {
    return this.challenges.create(body.purpose, callerOf(context));
  }

  async answer(
    { params, body }: { params: ChallengePath; body: AnswerChallenge },
    context: CallContext,
  ): Promise<ChallengeOutcome> {
    return this.challenges.answer(params.challenge_id, body, callerOf(context));
  }

  async attempts({ query }: { query: AttemptFilter }): Promise<LivenessAttempts> {
    return this.challenges.attempts(query);
  }
}
