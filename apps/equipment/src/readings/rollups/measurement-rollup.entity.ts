import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One further measurement of a machine in a minute or an hour; `Rollup` has the three metrics of all machines. */
@Entity('measurement_rollup')
export class MeasurementRollup {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_measurement_rollup' })
  equipmentId!: number;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_measurement_rollup' })
  name!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_measurement_rollup' })
  periodS!: number;

  @Index('IX_measurement_rollup_starts')
  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'PK_measurement_rollup' })
  startsAt!: StoredTime;

  /** Readings that have the measurement. */
  @Column('bigint')
  count!: number;

  @Column('timestamptz')
  firstAt!: StoredTime;

  @Column('timestamptz')
  lastAt!: StoredTime;

  @Column('double precision')
  min!: number;

  @Column('double precision')
  max!: number;

  @Column('double precision')
  sum!: number;

  @Column('double precision')
  first!: number;

  @Column('double precision')
  last!: number;
}
