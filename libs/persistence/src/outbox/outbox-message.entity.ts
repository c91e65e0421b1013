import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** An event that became true with the transaction that wrote this row; the relay publishes it. */
@Entity('outbox_message')
@Index('IX_outbox_message_unpublished', ['position'], { where: 'published_at IS NULL' })
export class OutboxMessage {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_outbox_message',
  })
  position!: string;

  /** Equal for every delivery; what consumers' inboxes remember. */
  @Column('uuid')
  id!: string;

  @Column('text')
  subject!: string;

  @Column('jsonb')
  payload!: unknown;

  /** Request id and trace of the call that made it true. */
  @Column('jsonb')
  headers!: Record<string, string>;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('integer', { default: 0 })
  attempts!: number;

  @Column('timestamptz', { name: 'due_at', default: () => 'now()' })
  dueAt!: Date;

  @Index('IX_outbox_message_published')
  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt!: Date | null;
}
