import type { StoredTime } from '@argus/persistence';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Equipment } from '../../machines/equipment.entity.js';

/** A stored reading that rules do not evaluate: it came too late, or its time lies in the future. */
@Entity('unevaluated_reading')
export class UnevaluatedReading {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_unevaluated_reading' })
  equipmentId!: number;

  @ManyToOne(() => Equipment, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'equipment_id', foreignKeyConstraintName: 'FK_unevaluated_reading_equipment' })
  equipment?: Equipment;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_unevaluated_reading' })
  readingId!: number;

  @Column('text')
  reason!: string;

  @Column('timestamptz')
  measuredAt!: StoredTime;

  @Column('timestamptz')
  receivedAt!: StoredTime;
}
