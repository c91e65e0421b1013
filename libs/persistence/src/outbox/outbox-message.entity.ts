import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** An event of the transaction that wrote this row. The relay publishes it. */
@Entity('outbox_message')
@Index('IX_outbox_message_unpublished', ['position'], { where: 'published_at IS NULL' })
export class OutboxMessage {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_outbox_message',
  })
  position!: number;

  /** The same in every delivery; inboxes remember it. */
  @Column('uuid')
  id!: string;

  @Column('text')
  subject!: string;

  @Column('jsonb')
  payload!: unknown;

  /** Request id and trace of the call that caused it. */
  @Column('jsonb')
  headers!: Record<string, string>;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('integer', { default: 0 })
  attempts!: number;

  @Column('timestamptz', { default: () => 'now()' })
  dueAt!: Date;

  @Index('IX_outbox_message_published')
  @Column('timestamptz', { nullable: true })
  publishedAt!: Date | null;
}
