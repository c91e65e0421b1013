import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An event whose effect a consumer has made. */
@Entity('inbox_message')
export class InboxMessage {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_inbox_message' })
  consumer!: string;

  @PrimaryColumn('uuid', { name: 'event_id', primaryKeyConstraintName: 'PK_inbox_message' })
  eventId!: string;

  @Index('IX_inbox_message_received')
  @Column('timestamptz', { name: 'received_at', default: () => 'now()' })
  receivedAt!: Date;
}
