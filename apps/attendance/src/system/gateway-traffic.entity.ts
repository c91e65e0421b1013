import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a gateway answered in a minute. */
@Entity('gateway_traffic')
export class GatewayTraffic {
  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'PK_gateway_traffic' }) minute!: Date;
  /** Names the process. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_gateway_traffic' }) gateway!: string;
  @Column('integer') requests!: number;
  @Column('integer') failures!: number;
  @Column('double precision') seconds!: number;
}
