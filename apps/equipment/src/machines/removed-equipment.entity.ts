import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A machine that was removed, which followers of its readings and alarms are told (ADR 86). */
@Entity('removed_equipment')
@Index('IX_removed_equipment_xid', ['xid'])
export class RemovedEquipment {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_removed_equipment' })
  equipmentId!: number;

  /** The transaction that removed it (xid8). */
  @Column('bigint')
  xid!: number;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  storedAt!: StoredTime;
}
