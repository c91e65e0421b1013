import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The descriptors of a person in a gallery, sealed. Retired ones stay as a trace without content. */
@Entity('template')
@Index('UQ_template_active', ['gallery', 'subject'], { unique: true, where: 'retired_at IS NULL' })
export class Template {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_template' })
  id!: string;

  @Column('text')
  gallery!: string;

  @Column('text')
  subject!: string;

  /** Descriptor model and its version; templates of others are not compared. */
  @Column('text')
  model!: string;

  @Column('text')
  modelVersion!: string;

  /** Null once retired: the content is destroyed. */
  @Column('bytea', { nullable: true })
  sealed!: Uint8Array | null;

  /** Place of the last change among all changes of galleries; commits happen in this order. */
  @Index('UQ_template_position', { unique: true })
  @Column('bigint')
  position!: number;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  retiredAt!: Date | null;
}
