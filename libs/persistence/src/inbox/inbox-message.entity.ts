import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An event that a consumer has handled. */
@Entity('inbox_message')
export class InboxMessage {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_inbox_message' })
  consumer!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_inbox_message' })
  eventId!: string;

  @Index('IX_inbox_message_received')
  @Column('timestamptz', { default: () => 'now()' })
  receivedAt!: Date;
}
