import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { WebhookSenderRow } from './webhook-sender.entity.js';

/** A message that had its effect and has none again. */
@Entity('received_message')
@Index('IX_received_message_at', ['receivedAt'])
export class ReceivedMessageRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_received_message' }) senderId!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_received_message' }) messageId!: string;
  @Column('timestamptz', { default: () => 'now()' }) receivedAt!: Date;

  @ManyToOne(() => WebhookSenderRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'sender_id', foreignKeyConstraintName: 'FK_received_message_sender' })
  sender?: WebhookSenderRow;
}
