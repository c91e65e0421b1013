import {
  type AnswerLivenessChallenge,
  type CreateLivenessChallenge,
  type Handlers,
  type LivenessAttempts,
  type LivenessChallenge,
  type livenessContract,
  type LivenessRedemption,
  type LivenessResult,
  type RedeemLivenessChallenge,
  Instant,
} from '@argus/contracts';
import { randomUUID } from 'node:crypto';

/** Replaces vision's challenges in tests of attendance: they end as the test says. */
export class ScriptedLiveness implements Handlers<typeof livenessContract> {
  readonly created: CreateLivenessChallenge[] = [];
  readonly answers: AnswerLivenessChallenge[] = [];
  readonly redemptions: RedeemLivenessChallenge[] = [];
  /** Reasons of answers; none passes. */
  reasons: string[] = [];
  /** Refusal of redemptions. */
  refusal: LivenessRedemption['refusal'] = null;

  async create({ body }: { body: CreateLivenessChallenge }): Promise<LivenessChallenge> {
    this.created.push(body);
    return {
      challenge_id: randomUUID(),
      nonce: 'nonce',
      steps: [{ action: 'blink', direction: null, at_ms: 1000, within_ms: 2000, instruction: 'Blink.' }],
      duration_ms: 3000,
      expires_at: Instant.ofMs(Date.now() + 60_000),
    };
  }

  async answer({ body }: { body: AnswerLivenessChallenge }): Promise<LivenessResult> {
    this.answers.push(body);
    const passed = this.reasons.length === 0;
    return {
      challenge_id: body.challenge_id,
      outcome: passed ? 'passed' : 'failed',
      reasons: this.reasons,
      usable_until: passed ? Instant.ofMs(Date.now() + 120_000) : null,
      scores: {},
    };
  }

  async redeem({ body }: { body: RedeemLivenessChallenge }): Promise<LivenessRedemption> {
    this.redemptions.push(body);
    return { accepted: this.refusal === null, refusal: this.refusal, similarity: 0.97 };
  }

  async attempts(): Promise<LivenessAttempts> {
    return { results: [] };
  }
}
