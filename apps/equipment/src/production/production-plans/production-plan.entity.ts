import type { ProductionPlan } from '@argus/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Equipment } from '../../machines/equipment.entity.js';

@Entity('production_plan')
@Index('UQ_production_plan_target', ['target', 'validFrom'], { unique: true })
@Index('IX_production_plan_equipment', ['equipmentId'])
export class StoredProductionPlan {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_production_plan',
  })
  id!: string;

  /** `all`, `type <type>` or `equipment <id>`. */
  @Column('text')
  target!: string;

  @Column('bigint', { name: 'equipment_id', nullable: true })
  equipmentId!: string | null;

  @ManyToOne(() => Equipment, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({ name: 'equipment_id', foreignKeyConstraintName: 'FK_production_plan_equipment' })
  equipment?: Equipment;

  @Column('date', { name: 'valid_from' })
  validFrom!: string;

  @Column('jsonb')
  definition!: ProductionPlan;

  @Column('timestamptz', { name: 'changed_at', default: () => 'now()' })
  changedAt!: Date;

  @Column('text', { name: 'changed_by', nullable: true })
  changedBy!: string | null;
}
