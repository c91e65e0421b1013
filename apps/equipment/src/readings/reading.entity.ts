import type { StoredTime } from '@argus/persistence';
import type { MeasurementValues } from '@argus/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * What a machine measured at a time. Partitioned by week of measuring (migrations). It has no foreign key to the machine,
 * because checking it row by row would halve the rate of writing. Writers lock the machine's row instead, and readings of a
 * removed machine are not shown until a job deletes them.
 */
@Entity('reading')
@Index('IX_reading_id', ['id'])
@Index('IX_reading_measured', ['measuredAt'], { type: 'brin' })
export class Reading {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_reading' })
  equipmentId!: number;

  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'PK_reading' })
  measuredAt!: StoredTime;

  /** The id that clients know, from the sequence `reading_id`. */
  @Column('bigint')
  id!: number;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  receivedAt!: StoredTime;

  /** °C */
  @Column('double precision')
  temperature!: number;

  /** rpm */
  @Column('double precision')
  speed!: number;

  /** bar */
  @Column('double precision')
  pressure!: number;

  /** Index in `readingQualities`: 0 good, 1 uncertain, 2 bad. */
  @Column('smallint', { default: 0 })
  quality!: number;

  /** Further measurements by name. Not nullable: a row with a null is eight bytes longer than one with `{}`. */
  @Column('jsonb', { default: {} })
  measurements!: MeasurementValues;
}
