import type { EquipmentType, Units } from '@argus/contracts';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('equipment')
export class Equipment {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_equipment',
  })
  id!: number;

  @Column('text')
  equipmentType!: EquipmentType;

  @Column('text')
  model!: string;

  @Column('date')
  installationDate!: string;

  @Column('boolean', { default: true })
  status!: boolean;

  /** Units in which its readings come and are shown, where they are not the default ones; the record has those. */
  @Column('jsonb', { nullable: true })
  units!: Units | null;
}
