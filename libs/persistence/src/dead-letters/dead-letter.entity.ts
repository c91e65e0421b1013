import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An event that a consumer failed to handle in all deliveries. An operator decides what to do with it. */
@Entity('dead_letter')
export class DeadLetter {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_dead_letter' })
  consumer!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_dead_letter' })
  eventId!: string;

  @Column('text')
  subject!: string;

  @Column('jsonb')
  headers!: Record<string, string>;

  /** The bytes of the bus (MessagePack). */
  @Column('bytea')
  payload!: Buffer;

  @Column('integer')
  deliveries!: number;

  @Column('text')
  error!: string;

  @Column('timestamptz', { default: () => 'now()' })
  keptAt!: Date;

  /** When an operator asked for a replay; null again once it has begun. */
  @Column('timestamptz', { nullable: true })
  replayAskedAt!: Date | null;
}
