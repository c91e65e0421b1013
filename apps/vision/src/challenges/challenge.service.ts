import {
  type CreateLivenessChallenge,
  type ListLivenessAttempts,
  type LivenessAttempts,
  type LivenessChallenge,
  type LivenessStep,
  Instant,
} from '@argus/contracts';
import { Sealer } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { type ChallengeStep, durationOf, randomSteps } from '../series/challenge-step.js';
import { visionSettings, type VisionSettings } from '../vision.settings.js';
import { ChallengeStore } from './challenge.store.js';
import { nonceOf } from './nonce.js';

/** Makes challenges and lists what became of them. */
@Injectable()
export class ChallengeService {
  constructor(
    private readonly store: ChallengeStore,
    private readonly sealer: Sealer,
    @Inject(visionSettings.token) private readonly settings: VisionSettings,
  ) {}

  /** A new challenge replaces the open one of its requester and purpose. */
  async create({ requester, purpose, subject = null }: CreateLivenessChallenge): Promise<LivenessChallenge> {
    const steps = randomSteps();
    const createdAt = Instant.now();
    const lifetimeMs = durationOf(steps) + this.settings.VISION_LIVENESS_ANSWER_SECONDS * 1000;
    const challenge = {
      id: randomUUID(),
      steps,
      createdAt,
      expiresAt: Instant.ofMs(createdAt.ms + lifetimeMs),
    };
    await this.store.replace({ ...challenge, requester, purpose, subject });
    return {
      challenge_id: challenge.id,
      nonce: nonceOf(this.sealer, challenge.id),
      steps: steps.map(stepView),
      duration_ms: durationOf(steps),
      expires_at: challenge.expiresAt,
    };
  }

  async attempts(filter: ListLivenessAttempts): Promise<LivenessAttempts> {
    const rows = await this.store.list(filter);
    return {
      results: rows.map((row) => ({
        challenge_id: row.id,
        requester: row.requester,
        purpose: row.purpose,
        created_at: row.createdAt,
        answered_at: row.answeredAt,
        outcome: row.outcome,
        reasons: row.reasons ?? [],
        scores: row.scores ?? {},
        used_for: row.usedFor,
        used_at: row.usedAt,
        used_similarity: row.usedSimilarity,
      })),
    };
  }
}

const stepView = (step: ChallengeStep): LivenessStep => ({
  action: step.action,
  direction: step.direction,
  at_ms: step.atMs,
  within_ms: step.withinMs,
  instruction:
    step.action === 'turn'
      ? `Turn your head well to the ${step.direction}, then look back into the camera.`
      : 'Close both eyes for a moment, then open them.',
});
