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

/** Nobody is called a stranger by a face that would not be recognised either way. */
function withFlaws(compared: Comparison, [flaw]: FaceAnalysis['flaws']): Comparison {
  if (flaw === undefined || compared.outcome !== 'no_match') return compared;
  return { ...compared, outcome: 'inconclusive', reason: flaw };
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
    { descriptor, quality, flaws }: FaceAnalysis,
    basis: DecisionBasis,
    candidates: Candidates,
    qualityThreshold: number,
  ): Promise<Comparison> {
    if (!descriptor)
      return notCompared(
        'inconclusive',
        flaws.find((flaw) => flaw !== 'FACE_UNCLEAR') ??
          (quality.reasons.length > 0 ? 'LOW_QUALITY' : 'MESH_SCORE_LOW'),
      );
    if (quality.score < qualityThreshold) return notCompared('inconclusive', 'LOW_QUALITY');
    const [best, second] = await candidates(descriptor);
    if (!best)
      return withFlaws(
        notCompared('no_match', basis.purpose === 'verification' ? 'NOT_ENROLLED' : 'GALLERY_EMPTY'),
        flaws,
      );
    const { outcome, reason } = decide(best, second, {
      threshold: basis.threshold,
      undecidedFrom: basis.undecided_from,
      requiredMargin: basis.required_margin ?? 0,
    });
    const compared = {
      outcome,
      reason,
      subject: outcome === 'match' ? best.subject : null,
      similarity: best.similarity,
      margin: second ? best.similarity - second.similarity : null,
    };
    return withFlaws(compared, flaws);
  }
}
