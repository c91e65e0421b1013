import {
  type AnswerLivenessChallenge,
  type CallContext,
  DomainError,
  invalid,
  isUuid,
  type LivenessFrame,
  type LivenessResult,
  livenessSeries,
} from '@argus/contracts';
import { Sealer } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { createHash, timingSafeEqual } from 'node:crypto';
import { DecisionPolicy, NO_GALLERY } from '../decisions/decision-policy.service.js';
import { similarity } from '../accuracy/pair-scores.js';
import { descriptorModelId } from '../descriptor/descriptor-model.js';
import { durationOf } from '../series/challenge-step.js';
import type { FaceSighting } from '../series/face-sighting.js';
import { facingSighting, judgeSeries } from '../series/judge-series.js';
import { type Finding, type Judgement, judgementOf } from '../series/series-judgement.js';
import { visionSettings, type VisionSettings } from '../vision.settings.js';
import type { LivenessChallengeRow } from './challenge.entity.js';
import { ChallengeMetrics } from './challenge-metrics.service.js';
import { ChallengeStore } from './challenge.store.js';
import { sealFace } from './face-seal.js';
import { SeriesReader } from './series-reader.service.js';

/** A camera gives at most about sixty frames a second. */
const MIN_INTERVAL_MS = 15;
/** Clocks of a browser may be coarse. */
const CLOCK_TOLERANCE_MS = 250;

/** Takes the one answer to a challenge and judges it. */
@Injectable()
export class ChallengeAnswerService {
  constructor(
    private readonly store: ChallengeStore,
    private readonly reader: SeriesReader,
    private readonly sealer: Sealer,
    private readonly metrics: ChallengeMetrics,
    private readonly policy: DecisionPolicy,
    @Inject(visionSettings.token) private readonly settings: VisionSettings,
  ) {}

  /**
   * @throws DomainError VALIDATION_FAILED, SERIES_TOO_LARGE, CHALLENGE_NOT_FOUND, NONCE_WRONG, CHALLENGE_ANSWERED,
   * CHALLENGE_EXPIRED; UNAVAILABLE or DEADLINE_EXCEEDED leave the challenge open.
   */
  async answer(
    { challenge_id, requester, nonce, frames }: AnswerLivenessChallenge,
    { deadline }: Pick<CallContext, 'deadline'>,
  ): Promise<LivenessResult> {
    assertFrames(frames);
    const challenge = isUuid(challenge_id) ? await this.store.find(challenge_id, requester) : null;
    if (!challenge) throw new DomainError('CHALLENGE_NOT_FOUND');
    if (!isSame(nonce, challenge.nonce)) throw new DomainError('NONCE_WRONG');
    if (challenge.answeredAt) throw new DomainError('CHALLENGE_ANSWERED');
    if (!(await this.store.claim(challenge.id)))
      throw new DomainError(challenge.expiresAt <= new Date() ? 'CHALLENGE_EXPIRED' : 'CHALLENGE_ANSWERED');
    try {
      return await this.judge(challenge, frames, deadline);
    } catch (error) {
      await this.store.release(challenge.id);
      throw error;
    }
  }

  private async judge(
    challenge: LivenessChallengeRow,
    frames: readonly LivenessFrame[],
    deadline: number,
  ): Promise<LivenessResult> {
    const early = await this.beforehand(challenge, frames);
    const { judgement, descriptors } = early.reasons.length
      ? { judgement: judgementOf([early]), descriptors: [] }
      : await this.look(challenge, frames, deadline);
    const passed = judgement.outcome === 'passed';
    const usableUntil = passed
      ? new Date(Date.now() + this.settings.VISION_LIVENESS_USABLE_SECONDS * 1000)
      : null;
    const face = passed ? sealFace(this.sealer, challenge.id, descriptors) : null;
    const { outcome, scores } = judgement;
    const reasons = [...judgement.reasons];
    const model = passed ? descriptorModelId : null;
    await this.store.conclude(challenge.id, { outcome, reasons, scores, face, model, usableUntil });
    this.metrics.answered(judgement);
    return { challenge_id: challenge.id, outcome, reasons, usable_until: usableUntil, scores };
  }

  /** Finds what is wrong before any picture is looked at: frames sent before, or sooner than they can have been taken. */
  private async beforehand(
    { id, createdAt, steps }: LivenessChallengeRow,
    frames: readonly LivenessFrame[],
  ): Promise<Finding> {
    const hashes = new Map(frames.map(({ image }) => [hashOf(image).toString('hex'), hashOf(image)]));
    const repeated = await this.store.remember(id, [...hashes.values()]);
    const sinceMs = Date.now() - createdAt.getTime() + CLOCK_TOLERANCE_MS;
    const lastMs = frames.at(-1)!.at_ms;
    return {
      reasons: [
        ...(repeated > 0 ? (['REPLAYED'] as const) : []),
        ...(sinceMs < Math.max(lastMs, durationOf(steps)) ? (['SENT_TOO_EARLY'] as const) : []),
      ],
      scores: { repeated_frames: repeated },
    };
  }

  private async look(
    { steps }: LivenessChallengeRow,
    frames: readonly LivenessFrame[],
    deadline: number,
  ): Promise<{ judgement: Judgement; descriptors: Float32Array[] }> {
    const { sightings, finding } = await this.reader.read(frames, deadline);
    const first = judgeSeries(steps, sightings, [finding]);
    if (first.outcome !== 'passed') return { judgement: first, descriptors: [] };
    const chosen = framesToCompare(facingSighting(steps, sightings)!, sightings);
    const images = chosen.map(({ atMs }) => frames.find(({ at_ms }) => at_ms === atMs)!.image);
    const found = await this.reader.describe(images, deadline);
    const descriptors = found.filter((descriptor) => descriptor !== null);
    const least = Math.min(1, ...descriptors.slice(1).map((each) => similarity(descriptors[0]!, each)));
    const same: Finding = {
      reasons:
        descriptors.length < found.length
          ? ['FACE_NOT_SEEN']
          : least < this.policy.consistency(NO_GALLERY, descriptorModelId).threshold
            ? ['DIFFERENT_PEOPLE']
            : [],
      scores: { least_similarity: least },
    };
    return {
      judgement: judgeSeries(steps, sightings, [finding, same]),
      descriptors: descriptors.slice(0, 2),
    };
  }
}

/** Returns the facing frame, the last frame that faces the camera as well, and the most turned one. */
function framesToCompare(facing: FaceSighting, sightings: readonly FaceSighting[]): FaceSighting[] {
  const turnOf = ({ pose }: FaceSighting) => Math.abs(pose.yawDegrees - facing.pose.yawDegrees);
  const sorted = [...sightings].sort((one, other) => turnOf(one) - turnOf(other));
  const facingToo = sorted.slice(0, Math.ceil(sorted.length / 3));
  const last = facingToo.reduce((latest, each) => (each.atMs > latest.atMs ? each : latest));
  return [facing, last, sorted.at(-1)!];
}

function assertFrames(frames: readonly LivenessFrame[]): void {
  const bytes = frames.reduce((sum, { image }) => sum + image.byteLength, 0);
  const { maxFrameBytes, maxSeriesBytes } = livenessSeries;
  if (bytes > maxSeriesBytes || frames.some(({ image }) => image.byteLength > maxFrameBytes))
    throw new DomainError('SERIES_TOO_LARGE');
  const closest = Math.min(...frames.slice(1).map(({ at_ms }, i) => at_ms - frames[i]!.at_ms));
  if (closest < MIN_INTERVAL_MS)
    throw invalid('frames', 'invalid', {
      text:
        closest <= 0
          ? 'The times of the frames must rise: send them in the order in which they were taken.'
          : `Two frames are less than ${MIN_INTERVAL_MS} ms apart, faster than a camera; send about ten a second.`,
    });
}

const hashOf = (image: Uint8Array): Buffer => createHash('sha256').update(image).digest();

const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());
