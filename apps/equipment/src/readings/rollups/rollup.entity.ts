import type { StoredTime } from '@argus/persistence';
import type { Metric } from '@argus/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Returns the columns that summarise one metric in a period. */
function summaryOf(metric: Metric) {
  class MetricSummary {
    @Column('double precision', { name: `${metric}_min` })
    min!: number;

    @Column('double precision', { name: `${metric}_max` })
    max!: number;

    @Column('double precision', { name: `${metric}_sum` })
    sum!: number;

    @Column('double precision', { name: `${metric}_first` })
    first!: number;

    @Column('double precision', { name: `${metric}_last` })
    last!: number;
  }
  return MetricSummary;
}
const TemperatureSummary = summaryOf('temperature');
const SpeedSummary = summaryOf('speed');
const PressureSummary = summaryOf('pressure');

/** A summary of a machine's readings in a minute or an hour, updated by every write. Bad readings do not count. */
@Entity('rollup')
export class Rollup {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_rollup' })
  equipmentId!: number;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_rollup' })
  periodS!: number;

  @Index('IX_rollup_starts')
  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'PK_rollup' })
  startsAt!: StoredTime;

  @Column('bigint')
  count!: number;

  @Column('timestamptz')
  firstAt!: StoredTime;

  @Column('timestamptz')
  lastAt!: StoredTime;

  @Column(() => TemperatureSummary, { prefix: false })
  temperature!: InstanceType<typeof TemperatureSummary>;

  @Column(() => SpeedSummary, { prefix: false })
  speed!: InstanceType<typeof SpeedSummary>;

  @Column(() => PressureSummary, { prefix: false })
  pressure!: InstanceType<typeof PressureSummary>;
}
