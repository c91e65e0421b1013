import type { CrewMember, FlightPhaseView } from '@argus/contracts';
import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('flight')
@Index('IX_flight_owner', ['accountId', 'createdAt'])
export class Flight {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_flight' }) id!: string;
  @Column('integer') accountId!: number;
  @Column('text') username!: string;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) aircraftType!: string | null;
  @Column('text', { nullable: true }) aircraft!: string | null;
  @Column('text', { nullable: true }) scenario!: string | null;
  @Column('timestamptz', { nullable: true }) startedAt!: StoredTime | null;
  @Column('timestamptz', { nullable: true }) endedAt!: StoredTime | null;
  @Column('jsonb') crew!: CrewMember[];
  @Column('jsonb') phases!: FlightPhaseView[];
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: StoredTime;
}
