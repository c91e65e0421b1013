import type { StoredTime } from '@argus/persistence';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Equipment } from '../../machines/equipment.entity.js';

/** How far the rules of a piece of equipment are evaluated. Writers of its readings lock this row. */
@Entity('equipment_watch')
export class EquipmentWatch {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_equipment_watch' })
  equipmentId!: number;

  @ManyToOne(() => Equipment, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'equipment_id', foreignKeyConstraintName: 'FK_equipment_watch_equipment' })
  equipment?: Equipment;

  /** Rises with every evaluation; a state in memory is valid for one revision. */
  @Column('bigint', { default: 0 })
  revision!: number;

  /** Time of the newest reading that was evaluated. */
  @Column('timestamptz', { nullable: true })
  headAt!: StoredTime | null;

  /** Time until which timers were fired by the clock. */
  @Column('timestamptz', { nullable: true })
  firedUntil!: StoredTime | null;

  @Column('timestamptz', { nullable: true })
  checkpointAt!: StoredTime | null;

  /** By how much the newest reading lay behind the clock when the last one arrived. */
  @Column('bigint', { default: 0 })
  lagMs!: number;

  /** When the next timer is due by the clock. */
  @Column('timestamptz', { nullable: true })
  dueAt!: StoredTime | null;
}
