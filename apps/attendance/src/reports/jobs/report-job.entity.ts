import type { ReportFileFormat } from '@argus/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ReportScope } from '../content/report-content.js';

/** A file that is made in the background, and the file itself until it expires. */
@Entity('report_job')
@Check('CK_report_job_ended', `(ended_at IS NULL) = (error_code IS NULL AND file_sealed IS NULL)`)
@Index('UQ_report_job_unfinished', ['requestedBy', 'questionDigest'], {
  unique: true,
  where: 'ended_at IS NULL',
})
export class ReportJob {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_report_job' }) id!: string;
  /** Account id. */
  @Column('integer') requestedBy!: number;
  @Column('text') format!: ReportFileFormat;
  @Column('jsonb') scope!: ReportScope;
  /** SHA-256 of format and scope: who asks again while the file is made gets the same job. */
  @Column('bytea') questionDigest!: Uint8Array;
  @Index('IX_report_job_requested')
  @Column('timestamptz', { default: () => 'now()' })
  requestedAt!: Date;
  @Column('timestamptz', { nullable: true }) startedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  /** Share of the work that is done, 0 to 1. */
  @Column('real', { default: 0 }) progress!: number;
  @Column('text', { nullable: true }) reportId!: string | null;
  @Column('text', { nullable: true }) errorCode!: string | null;
  /** Bound to the id. */
  @Column('bytea', { nullable: true, select: false }) fileSealed!: Uint8Array | null;
}
