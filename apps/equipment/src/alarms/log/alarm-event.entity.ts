import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Alarm } from './alarm.entity.js';
import type { AlarmState } from '@argus/contracts';

/** What happened to an alarm and who did it; never changed. */
@Entity('alarm_event')
@Index('IX_alarm_event_alarm', ['alarmId'])
@Index('IX_alarm_event_xid', ['xid', 'id'])
export class AlarmEvent {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_alarm_event',
  })
  id!: number;

  @Column('bigint')
  alarmId!: number;

  @ManyToOne(() => Alarm, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'alarm_id', foreignKeyConstraintName: 'FK_alarm_event_alarm' })
  alarm?: Alarm;

  /** The transaction that wrote it: followers read in this order (ADR 22). Null from before there was a feed. */
  @Column('bigint', { nullable: true })
  xid!: number | null;

  @Column('text')
  action!: string;

  @Column('text')
  fromState!: AlarmState;

  @Column('text')
  toState!: AlarmState;

  @Column('smallint')
  severity!: number;

  /** Event time where the process did it. */
  @Column('timestamptz')
  at!: StoredTime;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  recordedAt!: StoredTime;

  /** Null where the process or a timer did it. */
  @Column('bigint', { nullable: true })
  accountId!: number | null;

  @Column('text', { nullable: true })
  username!: string | null;

  @Column('text', { nullable: true })
  comment!: string | null;
}
