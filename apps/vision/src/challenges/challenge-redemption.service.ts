import {
  type CallContext,
  isUuid,
  type LivenessRedemption,
  type RedeemLivenessChallenge,
  type RedemptionRefusal,
} from '@argus/contracts';
import { Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { similarity } from '../accuracy/pair-scores.js';
import { descriptorModelId } from '../descriptor/descriptor-model.js';
import { DecisionPolicy, NO_GALLERY } from '../decisions/decision-policy.service.js';
import type { LivenessChallengeRow } from './challenge.entity.js';
import { ChallengeStore } from './challenge.store.js';
import { openFace } from './face-seal.js';
import { SeriesReader } from './series-reader.service.js';

const refused = (refusal: RedemptionRefusal, similarity: number | null = null): LivenessRedemption => ({
  accepted: false,
  refusal,
  similarity,
});
const accepted = (similarity: number | null): LivenessRedemption => ({
  accepted: true,
  refusal: null,
  similarity,
});

/** Spends passed challenges, each on one use and on the face that answered. */
@Injectable()
export class ChallengeRedemptionService {
  constructor(
    private readonly store: ChallengeStore,
    private readonly reader: SeriesReader,
    private readonly sealer: Sealer,
    private readonly policy: DecisionPolicy,
  ) {}

  /** A photograph of another face spends nothing. @throws DomainError UNAVAILABLE or DEADLINE_EXCEEDED */
  async redeem(
    input: RedeemLivenessChallenge,
    { deadline }: Pick<CallContext, 'deadline'>,
  ): Promise<LivenessRedemption> {
    const { challenge_id, requester, used_for } = input;
    const challenge = isUuid(challenge_id) ? await this.store.find(challenge_id, requester) : null;
    if (!challenge) return refused('CHALLENGE_NOT_FOUND');
    if (challenge.usedFor === used_for) return accepted(challenge.usedSimilarity);
    const refusal = refusalOf(challenge, input);
    if (refusal) return refused(refusal);
    const least = await this.leastSimilarity(challenge, input.photographs, deadline);
    if (least === null || least < this.policy.comparison(NO_GALLERY, descriptorModelId).threshold)
      return refused('CHALLENGE_OF_ANOTHER_FACE', least);
    return (await this.store.spend(challenge.id, used_for, least))
      ? accepted(least)
      : refused('CHALLENGE_USED');
  }

  /** Returns the similarity of the least similar photograph, null if one shows no face. */
  private async leastSimilarity(
    { id, face }: LivenessChallengeRow,
    photographs: readonly Uint8Array[],
    deadline: number,
  ): Promise<number | null> {
    const faces = openFace(this.sealer, id, face!);
    const found = await this.reader.describe(photographs, deadline);
    const similarities = found.map(
      (descriptor) => descriptor && Math.max(...faces.map((each) => similarity(each, descriptor))),
    );
    return similarities.includes(null) ? null : Math.min(...(similarities as number[]));
  }
}

function refusalOf(
  challenge: LivenessChallengeRow,
  { purpose, subject = null }: RedeemLivenessChallenge,
): RedemptionRefusal | undefined {
  if (challenge.purpose !== purpose) return 'CHALLENGE_FOR_ANOTHER_PURPOSE';
  if (challenge.subject !== null && challenge.subject !== subject) return 'CHALLENGE_FOR_ANOTHER_PURPOSE';
  if (challenge.outcome !== 'passed') return 'CHALLENGE_NOT_PASSED';
  if (challenge.usedFor !== null) return 'CHALLENGE_USED';
  const isOver = challenge.usableUntil === null || challenge.usableUntil.ms <= Date.now();
  if (isOver || challenge.face === null || challenge.model !== descriptorModelId) return 'CHALLENGE_EXPIRED';
  return undefined;
}
