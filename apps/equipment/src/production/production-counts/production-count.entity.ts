import type { Instant } from '@argus/contracts';
import { exactTime, type StoredTime } from '@argus/persistence';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Equipment } from '../../machines/equipment.entity.js';

/** Pieces that a machine made in a span of time; the spans of a machine do not overlap. */
@Entity('production_count')
@Index('UQ_production_count_from', ['equipmentId', 'fromAt'], { unique: true })
@Index('IX_production_count_from_at', ['fromAt'])
export class ProductionCount {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_production_count',
  })
  id!: number;

  @Column('bigint')
  equipmentId!: number;

  @ManyToOne(() => Equipment, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'equipment_id', foreignKeyConstraintName: 'FK_production_count_equipment' })
  equipment?: Equipment;

  @Column('timestamptz', { transformer: exactTime })
  fromAt!: Instant;

  @Column('timestamptz', { transformer: exactTime })
  toAt!: Instant;

  @Column('integer')
  total!: number;

  @Column('integer')
  good!: number;

  /** Part of the pieces that are not good. */
  @Column('integer')
  startupRejects!: number;

  @Column('timestamptz', { default: () => 'now()' })
  recordedAt!: StoredTime;

  @Column('text', { nullable: true })
  recordedBy!: string | null;
}
