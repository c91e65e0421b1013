import { type ListLivenessAttempts, livenessContract, Instant } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Every } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, LessThan, Like, MoreThan, Not } from 'typeorm';
import { visionSettings, type VisionSettings } from '../vision.settings.js';
import { LivenessChallengeRow } from './challenge.entity.js';

/** The caller of an answer waits no longer; what was claimed before that belongs to a replica that died. */
const MAX_JUDGING_MS = livenessContract.operations.answer.timeoutMs!;

export type NewChallenge = Pick<
  LivenessChallengeRow,
  'id' | 'requester' | 'purpose' | 'subject' | 'steps' | 'createdAt' | 'expiresAt'
>;
export type AnswerOutcome = Pick<
  LivenessChallengeRow,
  'outcome' | 'reasons' | 'scores' | 'face' | 'model' | 'usableUntil'
>;

@Injectable()
export class ChallengeStore {
  constructor(
    private readonly database: Database,
    @Inject(visionSettings.token) private readonly settings: VisionSettings,
  ) {}

  /** Puts the challenge in the place of an open one of the same requester and purpose. */
  async replace(challenge: NewChallenge): Promise<void> {
    const { requester, purpose } = challenge;
    await this.database.transaction(async (tx) => {
      await lockRequester(tx, requester);
      await tx.delete(LivenessChallengeRow, { requester, purpose, answeredAt: IsNull() });
      await tx.insert(LivenessChallengeRow, challenge);
    });
  }

  find(id: string, requester: string): Promise<LivenessChallengeRow | null> {
    return this.database.entities((manager) => manager.findOneBy(LivenessChallengeRow, { id, requester }));
  }

  /** Takes the only answer: `late` if there is one or the time is over, `busy` while another of the requester is judged. */
  claim(id: string, requester: string): Promise<'claimed' | 'late' | 'busy'> {
    return this.database.transaction(async (tx) => {
      await lockRequester(tx, requester);
      const now = Date.now();
      const isJudged = await tx.existsBy(LivenessChallengeRow, {
        id: Not(id),
        requester,
        outcome: IsNull(),
        answeredAt: MoreThan(Instant.ofMs(now - MAX_JUDGING_MS)),
      });
      if (isJudged) return 'busy';
      const { affected } = await tx.update(
        LivenessChallengeRow,
        { id, answeredAt: IsNull(), expiresAt: MoreThan(Instant.ofMs(now)) },
        { answeredAt: Instant.ofMs(now) },
      );
      return affected === 1 ? 'claimed' : 'late';
    });
  }

  /** Gives back an answer that could not be judged, and forgets its frames. */
  async release(id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query('DELETE FROM liveness_seen_frame WHERE challenge_id = $1', [id]);
      await tx.update(LivenessChallengeRow, { id, outcome: IsNull() }, { answeredAt: null });
    });
  }

  /** Remembers the frames. Returns how many of them an earlier answer held. */
  async remember(id: string, hashes: readonly Uint8Array[]): Promise<number> {
    const fresh = await this.database.query(
      `INSERT INTO liveness_seen_frame (hash, challenge_id) SELECT hash, $1 FROM unnest($2::bytea[]) AS hash
       ON CONFLICT DO NOTHING RETURNING 1 AS fresh`,
      [id, hashes],
    );
    return hashes.length - fresh.length;
  }

  async conclude(id: string, outcome: AnswerOutcome): Promise<void> {
    await this.database.entities((manager) => manager.update(LivenessChallengeRow, { id }, outcome));
  }

  /** Spends a passed challenge and destroys its face. Returns false if something else has spent it. */
  async spend(id: string, usedFor: string, usedSimilarity: number): Promise<boolean> {
    const { affected } = await this.database.entities((manager) =>
      manager.update(
        LivenessChallengeRow,
        { id, usedFor: IsNull() },
        { usedFor, usedSimilarity, usedAt: Instant.now(), face: null },
      ),
    );
    return affected === 1;
  }

  /** Newest first, those of one moment by id. */
  list(filter: ListLivenessAttempts): Promise<LivenessChallengeRow[]> {
    const { requesters, outcome, before, before_id: beforeId, limit } = filter;
    const where = {
      requester: Like(`${requesters.replace(/[\\%_]/g, '\\$&')}%`),
      ...(outcome && { outcome }),
      ...(before && { createdAt: LessThan(before) }),
    };
    const ofThatMoment = before && beforeId && { ...where, createdAt: before, id: LessThan(beforeId) };
    return this.database.entities((manager) =>
      manager.find(LivenessChallengeRow, {
        where: ofThatMoment ? [where, ofThatMoment] : where,
        order: { createdAt: 'DESC', id: 'DESC' },
        take: limit,
      }),
    );
  }

  @Every(60_000, 'destroy faces of liveness challenges that are over')
  async forgetFaces(): Promise<void> {
    await this.database.query(
      'UPDATE liveness_challenge SET face = NULL WHERE face IS NOT NULL AND usable_until < now()',
    );
    await this.database.query("DELETE FROM liveness_seen_frame WHERE seen_at < now() - interval '1 day'");
  }

  @Every(600_000, 'delete liveness challenges that are old, or over without an answer')
  async deleteOld(): Promise<void> {
    await this.database.query(
      `DELETE FROM liveness_challenge WHERE answered_at IS NULL AND expires_at < now() - interval '30 minutes'`,
    );
    await this.database.query(
      'DELETE FROM liveness_challenge WHERE created_at < now() - make_interval(days => $1)',
      [this.settings.VISION_LIVENESS_AUDIT_DAYS],
    );
  }
}

/** One account's challenges are made and claimed one after the other, on whatever replica. */
const lockRequester = (tx: EntityManager, requester: string): Promise<unknown> =>
  tx.query("SELECT pg_advisory_xact_lock(hashtextextended('liveness ' || $1, 0))", [requester]);
