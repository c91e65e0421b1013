import type { EquipmentType } from '@argus/contracts';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A measurement that an operator added to an equipment type. */
@Entity('measurement')
@Index('UQ_measurement_name', ['equipmentType', 'name'], { unique: true })
export class Measurement {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_measurement',
  })
  id!: number;

  @Column('text')
  equipmentType!: EquipmentType;

  @Column({ type: 'text', collation: 'C' })
  name!: string;

  @Column('text')
  unit!: string;

  @Column('text')
  description!: string;
}
