import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Alert } from '../alerts/alert.entity.js';
import { Alarm } from './alarm.entity.js';

/** A time during which a rule was broken, in event time. */
@Entity('breach')
@Index('UQ_breach_raised', ['equipmentId', 'ruleVersionId', 'raisedAt'], {
  unique: true,
  where: 'withdrawn_at IS NULL',
})
@Index('IX_breach_alarm', ['alarmId'])
@Index('IX_breach_alert', ['alertId'])
@Index('IX_breach_raised_at', ['raisedAt'])
export class Breach {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'PK_breach',
  })
  id!: number;

  @Column('bigint')
  alarmId!: number;

  @ManyToOne(() => Alarm, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'alarm_id', foreignKeyConstraintName: 'FK_breach_alarm' })
  alarm?: Alarm;

  @Column('bigint')
  ruleId!: number;

  /** The first version that has the conditions which it breaks. */
  @Column('bigint')
  ruleVersionId!: number;

  @Column('bigint')
  equipmentId!: number;

  @Column('bigint', { nullable: true })
  alertId!: number | null;

  @ManyToOne(() => Alert, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'alert_id', foreignKeyConstraintName: 'FK_breach_alert' })
  alert?: Alert;

  @Column('timestamptz')
  raisedAt!: StoredTime;

  @Column('timestamptz', { nullable: true })
  returnedAt!: StoredTime | null;

  @Column('smallint')
  severity!: number;

  @Column('smallint')
  peakSeverity!: number;

  /** Measured when it rose, like speed and pressure. */
  @Column('double precision')
  temperature!: number;

  @Column('double precision')
  speed!: number;

  @Column('double precision')
  pressure!: number;

  /** Whether the alarm was in view when it rose. */
  @Column('boolean')
  annunciated!: boolean;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  recordedAt!: StoredTime;

  /** Whether it has an end because its rule was changed, switched off or moved away. */
  @Column('boolean', { default: false })
  endedWithRule!: boolean;

  /** When late readings disproved it. */
  @Column('timestamptz', { nullable: true })
  withdrawnAt!: StoredTime | null;
}
