import type { ListLivenessAttempts } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Every } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { IsNull, LessThan, Like, MoreThan } from 'typeorm';
import { visionSettings, type VisionSettings } from '../vision.settings.js';
import { LivenessChallengeRow } from './challenge.entity.js';

export type NewChallenge = Pick<
  LivenessChallengeRow,
  'id' | 'nonce' | 'requester' | 'purpose' | 'subject' | 'steps' | 'createdAt' | 'expiresAt'
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

  async insert(challenge: NewChallenge): Promise<void> {
    await this.database.entities((manager) => manager.insert(LivenessChallengeRow, challenge));
  }

  find(id: string, requester: string): Promise<LivenessChallengeRow | null> {
    return this.database.entities((manager) => manager.findOneBy(LivenessChallengeRow, { id, requester }));
  }

  /** Takes the only answer. Returns false if there is one, or if the time is over. */
  async claim(id: string): Promise<boolean> {
    const { affected } = await this.database.entities((manager) =>
      manager.update(
        LivenessChallengeRow,
        { id, answeredAt: IsNull(), expiresAt: MoreThan(new Date()) },
        { answeredAt: new Date() },
      ),
    );
    return affected === 1;
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
        { usedFor, usedSimilarity, usedAt: new Date(), face: null },
      ),
    );
    return affected === 1;
  }

  /** Newest first. */
  list({ requesters, outcome, before, limit }: ListLivenessAttempts): Promise<LivenessChallengeRow[]> {
    return this.database.entities((manager) =>
      manager.find(LivenessChallengeRow, {
        where: {
          requester: Like(`${requesters.replace(/[\\%_]/g, '\\$&')}%`),
          ...(outcome && { outcome }),
          ...(before && { createdAt: LessThan(before) }),
        },
        order: { createdAt: 'DESC' },
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

  @Every(3_600_000, 'delete old liveness challenges')
  async deleteOld(): Promise<void> {
    await this.database.query(
      'DELETE FROM liveness_challenge WHERE created_at < now() - make_interval(days => $1)',
      [this.settings.VISION_LIVENESS_AUDIT_DAYS],
    );
  }
}
