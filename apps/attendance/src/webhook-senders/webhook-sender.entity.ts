import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Another installation whose messages are accepted. */
@Entity('webhook_sender')
@Index('IX_webhook_sender_created', ['createdAt', 'id'])
export class WebhookSenderRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_webhook_sender' }) id!: string;
  @Column('text') name!: string;
  @Column('bytea') secretSealed!: Uint8Array;
  @Column('text', { nullable: true }) createdBy!: string | null;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) lastMessageAt!: Date | null;
}
