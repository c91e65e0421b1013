import type { DeliveryAttempt, DeliveryStatus } from '@argus/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Webhook } from './webhook.entity.js';

/** One event for one receiver. */
@Entity('webhook_delivery')
@Index('UQ_webhook_delivery_sequence', ['webhookId', 'sequence'], { unique: true })
@Index('IX_webhook_delivery_due', ['webhookId', 'nextAttemptAt'], { where: `status = 'waiting'` })
@Index('IX_webhook_delivery_failed', ['webhookId'], { where: `status = 'failed'` })
@Index('IX_webhook_delivery_created', ['createdAt'])
export class WebhookDelivery {
  /** Header webhook-id of every attempt. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_webhook_delivery' }) id!: string;
  @Column('uuid') webhookId!: string;
  @Column('bigint') sequence!: number;
  @Column('text') event!: string;
  /** The member `data` of the message, as JSON, so that every attempt sends the same bytes. */
  @Column('text') content!: string;
  @Column('timestamptz') occurredAt!: Date;
  @Column('text', { default: 'waiting' }) status!: DeliveryStatus;
  /** Attempts since the event or its last replay. */
  @Column('integer', { default: 0 }) tries!: number;
  @Column('jsonb', { default: [] }) attempts!: DeliveryAttempt[];
  @Column('timestamptz', { nullable: true, default: () => 'now()' }) nextAttemptAt!: Date | null;
  @Column('timestamptz', { nullable: true }) deliveredAt!: Date | null;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;

  @ManyToOne(() => Webhook, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'webhook_id', foreignKeyConstraintName: 'FK_webhook_delivery_webhook' })
  webhook?: Webhook;
}
