import type { EnrolmentOutcome } from '@argus/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The outcome of an enrolment, so that a repeated request gets the same reply. Kept for a week. */
@Entity('enrolment')
export class Enrolment {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_enrolment' })
  gallery!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_enrolment' })
  enrolmentId!: string;

  @Column('jsonb')
  outcome!: EnrolmentOutcome;

  @Index('IX_enrolment_created')
  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
