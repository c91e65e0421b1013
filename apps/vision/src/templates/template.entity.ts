import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The sealed descriptors of a person in a gallery. Retired templates remain without content. */
@Entity('template')
@Index('UQ_template_active', ['gallery', 'subject'], { unique: true, where: 'retired_at IS NULL' })
export class Template {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_template' })
  id!: string;

  @Column('text')
  gallery!: string;

  @Column('text')
  subject!: string;

  /** Name of the descriptor model. Only templates of the current model and version are compared. */
  @Column('text')
  model!: string;

  @Column('text')
  modelVersion!: string;

  /** Null once retired, because the content is destroyed. */
  @Column('bytea', { nullable: true })
  sealed!: Uint8Array | null;

  /** Position of the last change in the order of all gallery changes; positions commit in order. */
  @Index('UQ_template_position', { unique: true })
  @Column('bigint')
  position!: number;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  retiredAt!: Date | null;
}
