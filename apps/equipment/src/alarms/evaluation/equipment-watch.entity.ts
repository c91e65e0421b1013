import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Equipment } from '../../machines/equipment.entity.js';

/** How far the rules of an equipment are evaluated. Writers of its readings hold this row. */
@Entity('equipment_watch')
export class EquipmentWatch {
  @PrimaryColumn('bigint', { name: 'equipment_id', primaryKeyConstraintName: 'PK_equipment_watch' })
  equipmentId!: number;

  @ManyToOne(() => Equipment, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'equipment_id', foreignKeyConstraintName: 'FK_equipment_watch_equipment' })
  equipment?: Equipment;

  /** Rises with every evaluation; a state in memory is good for one revision. */
  @Column('bigint', { default: 0 })
  revision!: number;

  /** Newest measurement that was evaluated. */
  @Column('timestamptz', { name: 'head_at', nullable: true })
  headAt!: Date | null;

  /** Time until which timers were fired by the clock. */
  @Column('timestamptz', { name: 'fired_until', nullable: true })
  firedUntil!: Date | null;

  @Column('timestamptz', { name: 'checkpoint_at', nullable: true })
  checkpointAt!: Date | null;

  /** By how much the newest measurement lay behind the clock when a reading last came. */
  @Column('bigint', { name: 'lag_ms', default: 0 })
  lagMs!: number;

  /** When, by the clock, something happens although no reading comes. */
  @Column('timestamptz', { name: 'due_at', nullable: true })
  dueAt!: Date | null;
}
