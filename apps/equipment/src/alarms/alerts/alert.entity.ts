import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Equipment } from '../../machines/equipment.entity.js';

/** A message to operators, raised by hand or by a rule. */
@Entity('alert')
export class Alert {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_alert',
  })
  id!: number;

  @Column('text')
  description!: string;

  @Column('timestamptz', { default: () => 'now()' })
  raisedAt!: StoredTime;

  @Index('IX_alert_equipment')
  @Column('bigint')
  equipmentId!: number;

  @ManyToOne(() => Equipment, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'equipment_id', foreignKeyConstraintName: 'FK_alert_equipment' })
  equipment?: Equipment;
}
