import type { EnrolmentOutcome } from '@argus/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How an enrolment ended, so that the same request again gets the same answer. Kept for a week. */
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
