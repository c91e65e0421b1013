import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The broker's event store to which this service last published. The table has one row. */
@Entity('event_store')
@Check('CK_event_store_single', 'single')
export class EventStore {
  @PrimaryColumn('boolean', { default: true, primaryKeyConstraintName: 'PK_event_store' })
  single!: boolean;

  @Column('text')
  identity!: string;
}
