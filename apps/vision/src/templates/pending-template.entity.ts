import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A sealed template that waits for the decision of a conflict. It is in no gallery, so nobody is compared with it. */
@Entity('pending_template')
@Unique('UQ_pending_template_enrolment', ['gallery', 'enrolmentId'])
@Index('IX_pending_template_other', ['gallery', 'otherSubject'])
export class PendingTemplate {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_pending_template' })
  gallery!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_pending_template' })
  subject!: string;

  /** Id of the template once it is active; the seal is bound to it. */
  @Column('uuid')
  id!: string;

  @Column('text')
  enrolmentId!: string;

  /** The person whom the conflict names. */
  @Column('text')
  otherSubject!: string;

  /** People of earlier conflicts over this template, decided to be somebody else. */
  @Column('text', { array: true })
  clearedSubjects!: string[];

  @Column('text')
  model!: string;

  @Column('text')
  modelVersion!: string;

  @Column('bytea')
  sealed!: Uint8Array;

  /** The same photographs by the model of former templates, for the next check only; null if nobody had one. */
  @Column('bytea', { nullable: true })
  formerSealed!: Uint8Array | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
