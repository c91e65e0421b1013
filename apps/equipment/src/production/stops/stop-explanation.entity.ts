import type { Instant } from '@argus/contracts';
import { exactTime, type StoredTime } from '@argus/persistence';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Equipment } from '../../machines/equipment.entity.js';
import { StopReason } from './stop-reason.entity.js';

/** Why a machine stood still, as somebody recorded; the spans of a machine do not overlap. */
@Entity('stop_explanation')
@Index('UQ_stop_explanation_from', ['equipmentId', 'fromAt'], { unique: true })
@Index('IX_stop_explanation_from_at', ['fromAt'])
@Index('IX_stop_explanation_reason', ['reasonId'])
export class StopExplanation {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_stop_explanation',
  })
  id!: number;

  @Column('bigint')
  equipmentId!: number;

  @ManyToOne(() => Equipment, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'equipment_id', foreignKeyConstraintName: 'FK_stop_explanation_equipment' })
  equipment?: Equipment;

  @Column('timestamptz', { transformer: exactTime })
  fromAt!: Instant;

  @Column('timestamptz', { transformer: exactTime })
  toAt!: Instant;

  @Column('bigint')
  reasonId!: number;

  @ManyToOne(() => StopReason, { onDelete: 'NO ACTION', nullable: false })
  @JoinColumn({ name: 'reason_id', foreignKeyConstraintName: 'FK_stop_explanation_reason' })
  reason?: StopReason;

  @Column('text', { nullable: true })
  comment!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  recordedAt!: StoredTime;

  @Column('text', { nullable: true })
  recordedBy!: string | null;
}
