import type { MeasurementValues } from '@argus/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * What an equipment measured at a moment. Partitioned by week of measuring (migrations); there is no foreign key to the
 * equipment, because checking it row by row would halve the rate of writing: writers hold the equipment's row instead,
 * and rows whose equipment is gone count as gone until a job removes them.
 */
@Entity('reading')
@Index('IX_reading_id', ['id'])
@Index('IX_reading_measured', ['measuredAt'], { type: 'brin' })
export class Reading {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_reading' })
  equipmentId!: number;

  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'PK_reading' })
  measuredAt!: Date;

  /** Surrogate that clients know, from the sequence `reading_id`. */
  @Column('bigint')
  id!: number;

  @Column('timestamptz', { default: () => 'now()' })
  receivedAt!: Date;

  /** °C */
  @Column('double precision')
  temperature!: number;

  /** rpm */
  @Column('double precision')
  speed!: number;

  /** bar */
  @Column('double precision')
  pressure!: number;

  /** Place in `readingQualities`: 0 good, 1 uncertain, 2 bad. */
  @Column('smallint', { default: 0 })
  quality!: number;

  /** Further measurements by their names. Not nullable: a tuple with a null is eight bytes longer than one with `{}`. */
  @Column('jsonb', { default: {} })
  measurements!: MeasurementValues;
}
