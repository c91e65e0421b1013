import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Equipment } from '../../machines/equipment.entity.js';
import type { StoredPlan } from './shift-calendar.js';

@Entity('production_plan')
@Index('UQ_production_plan_target', ['target', 'validFrom'], { unique: true })
@Index('IX_production_plan_equipment', ['equipmentId'])
export class ProductionPlan {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_production_plan',
  })
  id!: number;

  /** `all`, `type <type>` or `equipment <id>`. */
  @Column('text')
  target!: string;

  @Column('bigint', { nullable: true })
  equipmentId!: number | null;

  @ManyToOne(() => Equipment, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({ name: 'equipment_id', foreignKeyConstraintName: 'FK_production_plan_equipment' })
  equipment?: Equipment;

  @Column('date')
  validFrom!: string;

  @Column('jsonb')
  definition!: StoredPlan;

  @Column('timestamptz', { default: () => 'now()' })
  changedAt!: StoredTime;

  @Column('text', { nullable: true })
  changedBy!: string | null;
}
