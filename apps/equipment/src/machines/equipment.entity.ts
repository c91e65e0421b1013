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

  /** Units in which readings are sent and shown, where they differ from the default; values are stored in the default ones. */
  @Column('jsonb', { nullable: true })
  units!: Units | null;
}
