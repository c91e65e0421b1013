import type { ConflictDecision, ErrorRate } from '@argus/contracts';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Requester } from '../requester.js';
import { Person } from '../people/person.entity.js';

/** An enrolment that waits because the face seems to be somebody else's, or not to be the person's, and what was decided about it. */
@Entity('face_conflict')
@Check('CK_face_conflict_decided', '(decision IS NULL) = (decided_by IS NULL)')
@Check('CK_face_conflict_closed', '(closed_at IS NULL) = (reason IS NULL)')
@Index('UQ_face_conflict_open', ['personId'], { unique: true, where: 'closed_at IS NULL' })
@Index('IX_face_conflict_other', ['otherId'])
@Index('IX_face_conflict_opened', ['openedAt', 'id'])
// Partial over two columns with conditions on nulls, which TypeORM cannot express: the migration creates it.
@Index('IX_face_conflict_unsettled', { synchronize: false })
export class FaceConflict {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_face_conflict' }) id!: string;
  /** The enrolment at vision. */
  @Column('uuid') taskId!: string;
  @Column('integer') personId!: number;
  /** The person themselves: the face does not look like their own template. */
  @Column('integer') otherId!: number;
  @Column('double precision') similarity!: number;
  @Column('double precision') threshold!: number;
  @Column('jsonb') errorRates!: ErrorRate[];
  @Column('text') model!: string;
  @Column('timestamptz', { default: () => 'now()' }) openedAt!: Date;
  /** Null in a closed case: it was closed without a decision. */
  @Column('text', { nullable: true }) decision!: ConflictDecision | null;
  @Column('text', { nullable: true }) decidedBy!: string | null;
  /** Who decided. Null as `decidedBy` is, and in cases of earlier versions. */
  @Column('jsonb', { nullable: true }) decider!: Requester | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('timestamptz', { nullable: true }) closedAt!: Date | null;
  /** Whether the decision made the template active; null until vision has carried it out. */
  @Column('boolean', { nullable: true }) templateCreated!: boolean | null;

  @ManyToOne(() => Person)
  @JoinColumn({ name: 'person_id', foreignKeyConstraintName: 'FK_face_conflict_person' })
  person?: Person;

  @ManyToOne(() => Person)
  @JoinColumn({ name: 'other_id', foreignKeyConstraintName: 'FK_face_conflict_other' })
  other?: Person;
}
