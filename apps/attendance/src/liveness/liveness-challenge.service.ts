import {
  type AnswerChallenge,
  type AttemptFilter,
  type ChallengeOutcome,
  DomainError,
  type Issue,
  type LivenessAttempts,
  type LivenessChallenge,
  livenessContract,
  type LivenessPurpose,
  type LivenessRedemption,
  pictureBytes,
  type Principal,
} from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';
import { rounded } from '../rounded.js';
import { sentenceForReason } from './liveness-reason.js';

const REQUESTERS = 'attendance/';
const requesterOf = (accountId: number): string => `${REQUESTERS}${accountId}`;

export interface ChallengeUse {
  readonly challengeId: string;
  readonly purpose: LivenessPurpose;
  /** Account that answered the challenge and now uses it. */
  readonly accountId: number;
  /** The task, so that a repeated attempt gets the same answer. */
  readonly taskId: string;
}

/** Challenges of attendance's accounts, made and judged by vision. */
@Injectable()
export class LivenessChallenges {
  constructor(private readonly rpc: RpcClient) {}

  create(purpose: LivenessPurpose, { accountId }: Principal): Promise<LivenessChallenge> {
    const body = { requester: requesterOf(accountId), purpose };
    return this.rpc.call(livenessContract.operations.create, { body });
  }

  /** @throws DomainError VALIDATION_FAILED and the errors of vision's answer */
  async answer(
    challengeId: string,
    { nonce, frames }: AnswerChallenge,
    { accountId }: Principal,
  ): Promise<ChallengeOutcome> {
    const body = {
      challenge_id: challengeId,
      requester: requesterOf(accountId),
      nonce,
      frames: readFrames(frames),
    };
    const { outcome, reasons, usable_until } = await this.rpc.call(livenessContract.operations.answer, {
      body,
    });
    return {
      challenge_id: challengeId,
      outcome,
      reasons: reasons.map((code) => ({ code, message: sentenceForReason(code) })),
      usable_until,
    };
  }

  async attempts(filter: AttemptFilter): Promise<LivenessAttempts> {
    const body = { ...filter, requesters: REQUESTERS };
    const { results, ...rest } = await this.rpc.call(livenessContract.operations.attempts, { body });
    const shown = results.map((each) => ({ ...each, used_similarity: rounded(each.used_similarity) }));
    return { ...rest, results: shown };
  }

  /** Spends a challenge on photographs of the face that answered it. */
  redeem(
    { challengeId, purpose, accountId, taskId }: ChallengeUse,
    photographs: Uint8Array[],
  ): Promise<LivenessRedemption> {
    const body = {
      challenge_id: challengeId,
      requester: requesterOf(accountId),
      purpose,
      used_for: taskId,
      photographs,
    };
    return this.rpc.call(livenessContract.operations.redeem, { body });
  }
}

function readFrames(frames: AnswerChallenge['frames']) {
  const issues: Issue[] = [];
  const read = frames.map(({ image, at_ms }, i) => {
    try {
      return { image: pictureBytes(image), at_ms };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const text = `${String(error.details.reason)} Send the frame as base64 or as a base64 data URL.`;
      issues.push({ path: ['frames', i, 'image'], code: 'invalid', params: { text } });
      return { image: new Uint8Array(), at_ms };
    }
  });
  if (issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues });
  return read;
}
