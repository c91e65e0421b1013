import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Webhook } from './webhook.entity.js';

/** A secret that was replaced and signs beside the present one for a while. */
@Entity('webhook_former_secret')
export class WebhookFormerSecret {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_webhook_former_secret' }) webhookId!: string;
  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'PK_webhook_former_secret' }) until!: Date;
  @Column('bytea') secretSealed!: Uint8Array;

  @ManyToOne(() => Webhook, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'webhook_id', foreignKeyConstraintName: 'FK_webhook_former_secret_webhook' })
  webhook?: Webhook;
}
