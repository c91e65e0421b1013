import {
  type AnswerLivenessChallenge,
  type CallContext,
  DomainError,
  invalid,
  isUuid,
  type LivenessFrame,
  type LivenessResult,
  livenessSeries,
  Instant,
} from '@argus/contracts';
import { inspectImage } from '@argus/imaging';
import { Sealer } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
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
import { isNonceOf } from './nonce.js';
import { ReplayDetector } from './replay-detector.service.js';
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
    private readonly replays: ReplayDetector,
    private readonly sealer: Sealer,
    private readonly metrics: ChallengeMetrics,
    private readonly policy: DecisionPolicy,
    @Inject(visionSettings.token) private readonly settings: VisionSettings,
  ) {}

  /**
   * @throws DomainError VALIDATION_FAILED, SERIES_TOO_LARGE, CHALLENGE_NOT_FOUND, NONCE_WRONG, CHALLENGE_ANSWERED,
   * CHALLENGE_EXPIRED, ANSWER_IN_PROGRESS; UNAVAILABLE or DEADLINE_EXCEEDED leave the challenge open.
   */
  async answer(
    { challenge_id, requester, nonce, frames }: AnswerLivenessChallenge,
    { deadline }: Pick<CallContext, 'deadline'>,
  ): Promise<LivenessResult> {
    await assertFrames(frames);
    const challenge = isUuid(challenge_id) ? await this.store.find(challenge_id, requester) : null;
    if (!challenge) throw new DomainError('CHALLENGE_NOT_FOUND');
    if (!isNonceOf(this.sealer, challenge.id, nonce)) throw new DomainError('NONCE_WRONG');
    if (challenge.answeredAt) throw new DomainError('CHALLENGE_ANSWERED');
    const claim = await this.store.claim(challenge.id, requester);
    if (claim === 'busy') throw new DomainError('ANSWER_IN_PROGRESS');
    if (claim === 'late')
      throw new DomainError(
        challenge.expiresAt.ms <= Date.now() ? 'CHALLENGE_EXPIRED' : 'CHALLENGE_ANSWERED',
      );
    try {
      return await this.judge(challenge, frames, deadline);
    } catch (error) {
      await this.replays.forget(challenge.id);
      await this.store.release(challenge.id);
      throw error;
    }
  }

  private async judge(
    challenge: LivenessChallengeRow,
    frames: readonly LivenessFrame[],
    deadline: number,
  ): Promise<LivenessResult> {
    /* Bytes that come twice show nothing new: a camera in the dark is slower than its reader. */
    const hashes = new Set<string>();
    const distinct = frames.filter(({ image }) => {
      const before = hashes.size;
      return hashes.add(hashOf(image).toString('hex')).size > before;
    });
    const early = await this.beforehand(challenge, distinct, frames);
    const { judgement, descriptors } = early.reasons.length
      ? { judgement: judgementOf([early]), descriptors: [] }
      : await this.look(challenge, distinct, early, deadline);
    const passed = judgement.outcome === 'passed';
    const usableUntil = passed
      ? Instant.ofMs(Date.now() + this.settings.VISION_LIVENESS_USABLE_SECONDS * 1000)
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
    distinct: readonly LivenessFrame[],
    frames: readonly LivenessFrame[],
  ): Promise<Finding> {
    const repeated = await this.store.remember(
      id,
      distinct.map(({ image }) => this.sealer.mac(image, 'liveness-seen-frame')),
    );
    const sinceMs = Date.now() - createdAt.ms + CLOCK_TOLERANCE_MS;
    const lastMs = frames.at(-1)!.at_ms;
    return {
      reasons: [
        ...(repeated > 0 ? (['REPLAYED'] as const) : []),
        ...(sinceMs < Math.max(lastMs, durationOf(steps)) ? (['SENT_TOO_EARLY'] as const) : []),
      ],
      scores: { repeated_frames: repeated, duplicate_frames: frames.length - distinct.length },
    };
  }

  private async look(
    challenge: LivenessChallengeRow,
    frames: readonly LivenessFrame[],
    early: Finding,
    deadline: number,
  ): Promise<{ judgement: Judgement; descriptors: Float32Array[] }> {
    const { steps } = challenge;
    const { sightings, finding } = await this.reader.read(frames, deadline);
    const first = judgeSeries(steps, sightings, [early, finding]);
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
    const unlikely = same.reasons.length > 0;
    const replay = unlikely ? [] : [await this.replays.examine(challenge, sightings)];
    return {
      judgement: judgeSeries(steps, sightings, [early, finding, same, ...replay]),
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

async function assertFrames(frames: readonly LivenessFrame[]): Promise<void> {
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
  for (const { image } of frames)
    if ((await pixelsOf(image)) > livenessSeries.maxFramePixels) throw new DomainError('SERIES_TOO_LARGE');
}

/** Returns what the header says, before a pixel is decoded; 0 for what is no picture, which the judgement tells. */
async function pixelsOf(image: Uint8Array): Promise<number> {
  try {
    const { width, height } = await inspectImage(image);
    return width * height;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.code === 'IMAGE_TOO_LARGE' ? Infinity : 0;
  }
}

const hashOf = (image: Uint8Array): Buffer => createHash('sha256').update(image).digest();
