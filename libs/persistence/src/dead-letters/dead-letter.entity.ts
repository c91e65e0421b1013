import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An event that a consumer of this service could not handle in all its deliveries; a person decides what becomes of it. */
@Entity('dead_letter')
export class DeadLetterRow {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_dead_letter' })
  consumer!: string;

  @PrimaryColumn('uuid', { name: 'event_id', primaryKeyConstraintName: 'PK_dead_letter' })
  eventId!: string;

  @Column('text')
  subject!: string;

  @Column('jsonb')
  headers!: Record<string, string>;

  /** As it was on the bus (MessagePack). */
  @Column('bytea')
  payload!: Buffer;

  @Column('integer')
  deliveries!: number;

  @Column('text')
  error!: string;

  @Column('timestamptz', { name: 'kept_at', default: () => 'now()' })
  keptAt!: Date;
}
