import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Flight } from '../flights/flight.entity.js';

@Entity('flight_marker')
@Index('IX_flight_marker_time', ['flightId', 'at', 'id'])
export class FlightMarkerRow {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_flight_marker',
  })
  id!: number;

  @Column('uuid') flightId!: string;

  @ManyToOne(() => Flight, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'flight_id', foreignKeyConstraintName: 'FK_flight_marker_flight' })
  flight?: Flight;

  @Column('integer') accountId!: number;
  @Column('text') username!: string;
  @Column('timestamptz') at!: StoredTime;
  @Column('text') label!: string;
  @Column('text', { nullable: true }) comment!: string | null;
}
