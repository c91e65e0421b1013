import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The name of a report: the same question about the same rows keeps it (ADR 104). */
@Entity('known_report')
@Index('UQ_known_report_number', ['day', 'number'], { unique: true })
export class KnownReport {
  /** SHA-256 of what was asked and of what the rows told. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'PK_known_report' }) digest!: Uint8Array;
  /** Day of the site, YYYY-MM-DD. */
  @Column('date') day!: string;
  /** Counts the reports of the day from 1. */
  @Column('integer') number!: number;
  @Column('timestamptz', { default: () => 'now()' }) generatedAt!: Date;
}
