import type { EquipmentType } from '@argus/contracts';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('equipment')
export class Equipment {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_equipment',
  })
  id!: string;

  @Column('text', { name: 'equipment_type' })
  equipmentType!: EquipmentType;

  @Column('text')
  model!: string;

  @Column('date', { name: 'installation_date' })
  installationDate!: string;

  @Column('boolean', { default: true })
  status!: boolean;
}
