import type { Seat } from '@argus/contracts';
import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Flight } from '../flights/flight.entity.js';

@Entity('recording')
@Index('UQ_recording_name', ['accountId', 'name'], { unique: true })
export class Recording {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_recording' })
  id!: string;

  @Column('integer') accountId!: number;
  @Column('text') username!: string;
  /** The `recording_id` of its rows. */
  @Column('text') name!: string;

  @ManyToOne(() => Flight, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'flight_id', foreignKeyConstraintName: 'FK_recording_flight' })
  flight?: Flight | null;

  @Index('IX_recording_flight', { where: 'flight_id IS NOT NULL' })
  @Column('uuid', { nullable: true })
  flightId!: string | null;

  @Column('text', { nullable: true }) seat!: Seat | null;
  @Column('text', { nullable: true }) tracker!: string | null;
  @Column('double precision', { nullable: true }) rateHz!: number | null;
  @Column('text', { nullable: true }) calibration!: string | null;
  @Column('timestamptz', { nullable: true }) startedAt!: StoredTime | null;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: StoredTime;
}
