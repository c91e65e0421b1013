import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** Which event store of the broker this service's events were last handed to: one row. */
@Entity('event_store')
@Check('CK_event_store_single', 'single')
export class EventStoreRow {
  @PrimaryColumn('boolean', { default: true, primaryKeyConstraintName: 'PK_event_store' })
  single!: boolean;

  @Column('text')
  identity!: string;
}
