import { exactTime } from '@argus/persistence';
import type { LivenessOutcome, Instant } from '@argus/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ChallengeStep } from '../series/challenge-step.js';

/** A challenge and what became of it. It stays as the audit of an attempt; the face goes when it is used or too old. */
@Entity('liveness_challenge')
@Index('IX_liveness_challenge_created', ['createdAt'])
export class LivenessChallengeRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_liveness_challenge' }) id!: string;
  @Column('text') requester!: string;
  @Column('text') purpose!: string;
  @Column('text', { nullable: true }) subject!: string | null;
  @Column('jsonb') steps!: ChallengeStep[];
  @Column('timestamptz', { transformer: exactTime }) createdAt!: Instant;
  @Column('timestamptz', { transformer: exactTime }) expiresAt!: Instant;
  /** Set when an answer is taken, so that a second one is refused while the first is judged. */
  @Column('timestamptz', { nullable: true, transformer: exactTime }) answeredAt!: Instant | null;
  @Column('text', { nullable: true }) outcome!: LivenessOutcome | null;
  @Column('text', { array: true, nullable: true }) reasons!: string[] | null;
  /** Figures of the movement. They identify nobody. */
  @Column('jsonb', { nullable: true }) scores!: Record<string, number> | null;
  /** Sealed descriptors of the face that answered; null unless passed, unused and young. */
  @Column('bytea', { nullable: true }) face!: Uint8Array | null;
  /** Name and version of the descriptor model. */
  @Column('text', { nullable: true }) model!: string | null;
  @Column('timestamptz', { nullable: true, transformer: exactTime }) usableUntil!: Instant | null;
  @Column('text', { nullable: true }) usedFor!: string | null;
  @Column('timestamptz', { nullable: true, transformer: exactTime }) usedAt!: Instant | null;
  @Column('double precision', { nullable: true }) usedSimilarity!: number | null;
}
