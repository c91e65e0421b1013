import type { StoredTime } from '@argus/persistence';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Equipment } from '../../machines/equipment.entity.js';

/** The state of the rules of a piece of equipment at a time. The current state is this and the readings after it. */
@Entity('checkpoint')
export class Checkpoint {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_checkpoint' })
  equipmentId!: number;

  @ManyToOne(() => Equipment, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'equipment_id', foreignKeyConstraintName: 'FK_checkpoint_equipment' })
  equipment?: Equipment;

  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'PK_checkpoint' })
  at!: StoredTime;

  /** Names of the signals of which the memory holds values. */
  @Column('text', { array: true, default: ['temperature', 'speed', 'pressure'] })
  signals!: string[];

  /** Version id and number of slots of each rule. */
  @Column('jsonb')
  layout!: [number, number][];

  /** Doubles, little-endian. */
  @Column('bytea')
  memory!: Uint8Array;
}
