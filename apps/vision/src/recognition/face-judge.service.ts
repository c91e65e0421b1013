import type { DecisionOutcome, DecisionReason, IdentifiedFace } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { FaceAnalysis } from '../analysis/photograph-analysis.js';
import { decide } from '../decisions/decide.js';
import type { DecisionBasis, DecisionRule } from '../decisions/decision-policy.service.js';
import type { Candidate } from '../gallery/gallery.js';
import { LivenessPolicy } from './liveness-policy.service.js';

export type Candidates = (descriptor: Float32Array) => Candidate[] | Promise<Candidate[]>;

interface Comparison {
  readonly outcome: DecisionOutcome;
  readonly reason: DecisionReason;
  readonly subject: string | null;
  readonly similarity: number | null;
  readonly margin: number | null;
}

const notCompared = (outcome: DecisionOutcome, reason: DecisionReason): Comparison => ({
  outcome,
  reason,
  subject: null,
  similarity: null,
  margin: null,
});

/** Decides about one face: match, no match or inconclusive, with the figures behind it. */
@Injectable()
export class FaceJudge {
  constructor(private readonly liveness: LivenessPolicy) {}

  /** @param candidates returns the people who come into question, the one to be judged first. */
  async judge(
    face: FaceAnalysis,
    { basis, probability }: DecisionRule,
    candidates: Candidates,
    qualityThreshold: number,
  ): Promise<IdentifiedFace> {
    const compared = await this.compare(face, basis, candidates, qualityThreshold);
    const { subject, similarity, margin, reason } = compared;
    const isLive = face.passive && this.liveness.isLive(face);
    const isRefused = this.liveness.gates && !isLive && compared.outcome === 'match';
    return {
      box: face.box,
      mesh_score: face.meshScore,
      quality: face.quality,
      subject: isRefused ? null : subject,
      similarity,
      confidence: similarity === null ? null : probability(similarity),
      margin,
      decision: { ...basis, outcome: isRefused ? 'inconclusive' : compared.outcome },
      is_live: isLive,
      anti_spoof_score: face.passive?.antiSpoof ?? null,
      liveness_score: face.passive?.liveness ?? null,
      reasons: [
        reason,
        // A hint that gates nothing is no ground: `is_live` alone shows it.
        ...(this.liveness.gates && isLive === false ? ['NOT_LIVE' as const] : []),
        ...(reason === 'MATCH' ? [] : face.coverings),
      ] satisfies DecisionReason[],
    };
  }

  private async compare(
    { descriptor, quality }: FaceAnalysis,
    basis: DecisionBasis,
    candidates: Candidates,
    qualityThreshold: number,
  ): Promise<Comparison> {
    if (!descriptor) return notCompared('inconclusive', 'MESH_SCORE_LOW');
    if (quality.score < qualityThreshold) return notCompared('inconclusive', 'LOW_QUALITY');
    const [best, second] = await candidates(descriptor);
    if (!best)
      return notCompared('no_match', basis.purpose === 'verification' ? 'NOT_ENROLLED' : 'GALLERY_EMPTY');
    const { outcome, reason } = decide(best, second, {
      threshold: basis.threshold,
      undecidedFrom: basis.undecided_from,
      requiredMargin: basis.required_margin ?? 0,
    });
    return {
      outcome,
      reason,
      subject: outcome === 'match' ? best.subject : null,
      similarity: best.similarity,
      margin: second ? best.similarity - second.similarity : null,
    };
  }
}
