import type { Display } from '@argus/contracts';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { FixationUpload } from './fixation-upload.entity.js';

/** A fixation of somebody's eyes on a display. Times and duration are in the unit of the export. */
@Entity('fixation')
@Check('CK_fixation_display', `display IN ('ecam', 'efis', 'pfd')`)
@Index('IX_fixation_owner', ['accountId', 'display', 'id'])
@Index('IX_fixation_recording', ['accountId', 'recordingId', 'display', 'id'])
export class Fixation {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_fixation',
  })
  id!: number;

  @Column('integer') accountId!: number;
  /** As it was when the row was stored: USR or ADM with the id of the account. */
  @Column('text') ownerId!: string;
  @Column('text') display!: Display;
  @Column('text') sectionId!: string;
  @Column('text') recordingId!: string;
  @Column('text') fixationId!: string;
  @Column('double precision') startTimestamp!: number;
  @Column('double precision') endTimestamp!: number;
  @Column('double precision') duration!: number;
  @Column('boolean') onSurface!: boolean;
  /** Across the display, 0 left and 1 right. */
  @Column('double precision', { nullable: true }) x!: number | null;
  @Column('double precision', { nullable: true }) y!: number | null;

  @ManyToOne(() => FixationUpload, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'upload_id', foreignKeyConstraintName: 'FK_fixation_upload' })
  upload!: FixationUpload | null;

  @Index('IX_fixation_upload', { where: 'upload_id IS NOT NULL' })
  @Column('bigint', { nullable: true })
  uploadId!: number | null;
}
