import type { WebhookEvent, WebhookStatus } from '@argus/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A receiver of webhooks, and how it has answered lately. */
@Entity('webhook')
@Index('IX_webhook_created', ['createdAt', 'id'])
export class Webhook {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_webhook' }) id!: string;
  @Column('text') name!: string;
  @Column('text') url!: string;
  @Column('text', { array: true }) events!: WebhookEvent[];
  @Column('text', { default: 'active' }) status!: WebhookStatus;
  @Column('bytea') secretSealed!: Uint8Array;
  @Column('bigint', { default: 0 }) lastSequence!: number;
  /** Failed attempts since the last success. */
  @Column('integer', { default: 0 }) failures!: number;
  @Column('timestamptz', { nullable: true }) failingSince!: Date | null;
  /** Nothing is sent before: it failed several times in a row. */
  @Column('timestamptz', { nullable: true }) restingUntil!: Date | null;
  @Column('timestamptz', { nullable: true }) lastDeliveredAt!: Date | null;
  /** Which round sends to it, and until when nobody else may. */
  @Column('uuid', { nullable: true }) leasedBy!: string | null;
  @Column('timestamptz', { nullable: true }) leasedUntil!: Date | null;
  /** A job that will send to it waits; after this moment another may be sent. */
  @Column('timestamptz', { nullable: true }) wokenUntil!: Date | null;
  @Column('text', { nullable: true }) createdBy!: string | null;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
}
