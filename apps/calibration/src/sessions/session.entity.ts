import type { CalibrationSessionStatus } from '@argus/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One attempt to calibrate. */
@Entity('session')
@Index('IX_session_candidate', ['owner', 'candidateId'])
@Index('IX_session_updated', ['updatedAt'])
@Index('IX_session_origin', ['origin'])
@Check('CK_session_status', `status IN ('in_progress', 'completed', 'failed')`)
export class Session {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_session' })
  id!: string;

  @Column('text')
  owner!: string;

  /** By whom sessions are counted: the account, or the address of a caller without a token. */
  @Column('text', { default: '' })
  origin!: string;

  @Column('text')
  candidateId!: string;

  @Column('text', { nullable: true })
  interviewId!: string | null;

  @Column('text', { default: 'in_progress' })
  status!: CalibrationSessionStatus;

  @Column('text', { nullable: true })
  errorMessage!: string | null;

  @Column('jsonb', { nullable: true })
  metadata!: Record<string, unknown> | null;

  /** Number of targets shown. */
  @Column('smallint', { default: 4 })
  targets!: number;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { default: () => 'now()' })
  updatedAt!: Date;

  /** When the session counts as failed, unless a frame or sample arrives first. */
  @Column('timestamptz')
  expiresAt!: Date;
}
