import type { FlightRight } from '@argus/contracts';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Flight } from '../flights/flight.entity.js';

/** An account that may see the flight of another. */
@Entity('flight_share')
@Check('CK_flight_share_right', `"right" IN ('read', 'annotate', 'edit')`)
export class FlightShareRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_flight_share' }) flightId!: string;

  @ManyToOne(() => Flight, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'flight_id', foreignKeyConstraintName: 'FK_flight_share_flight' })
  flight?: Flight;

  @Index('IX_flight_share_account')
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_flight_share' })
  accountId!: number;

  @Column('text') username!: string;
  @Column('text') right!: FlightRight;
}
