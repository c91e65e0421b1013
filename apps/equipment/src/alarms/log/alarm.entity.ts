import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Rule } from '../rule-versions/rule.entity.js';
import { Equipment } from '../../machines/equipment.entity.js';
import type { AlarmState } from '@argus/contracts';

/** An alarm, open from leaving the normal state until it is back. A rule and a machine have one open alarm at most. */
@Entity('alarm')
@Index('UQ_alarm_open', ['ruleId', 'equipmentId'], { unique: true, where: 'closed_at IS NULL' })
@Index('IX_alarm_equipment', ['equipmentId'])
@Index('IX_alarm_shelved_until', ['shelvedUntil'], { where: 'shelved_until IS NOT NULL' })
export class Alarm {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'PK_alarm',
  })
  id!: number;

  @Column('bigint')
  ruleId!: number;

  @ManyToOne(() => Rule, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'rule_id', foreignKeyConstraintName: 'FK_alarm_rule' })
  rule?: Rule;

  /** The version that watched it last, or that raised it; null in alarms that older code wrote. */
  @Column('bigint', { nullable: true })
  ruleVersionId!: number | null;

  @Column('bigint')
  equipmentId!: number;

  @ManyToOne(() => Equipment, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'equipment_id', foreignKeyConstraintName: 'FK_alarm_equipment' })
  equipment?: Equipment;

  @Column('text')
  state!: AlarmState;

  /** Whether the process is in the condition now, in view or not. */
  @Column('boolean')
  active!: boolean;

  @Column('boolean')
  latching!: boolean;

  /** Index in `severities`. */
  @Column('smallint')
  severity!: number;

  @Column('integer', { default: 0 })
  breaches!: number;

  /** Of its newest breach, in event time; null while it is only out of view. */
  @Column('timestamptz', { nullable: true })
  raisedAt!: StoredTime | null;

  @Column('timestamptz', { nullable: true })
  returnedAt!: StoredTime | null;

  @Column('timestamptz', { nullable: true })
  acknowledgedAt!: StoredTime | null;

  @Column('text', { nullable: true })
  acknowledgedBy!: string | null;

  @Column('timestamptz', { nullable: true })
  shelvedUntil!: StoredTime | null;

  /** Why it is shelved, suppressed or out of service. */
  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  openedAt!: StoredTime;

  @Column('timestamptz', { nullable: true })
  closedAt!: StoredTime | null;
}
