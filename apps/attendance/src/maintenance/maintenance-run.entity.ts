import type { MaintenanceParameters, MaintenanceTask } from '@argus/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A task that an administrator had done. At most one of a kind is at work. */
@Entity('maintenance_run')
@Check('CK_maintenance_run_ended', `(ended_at IS NULL) = (succeeded IS NULL)`)
@Index('UQ_maintenance_run_unfinished', ['task'], { unique: true, where: 'ended_at IS NULL' })
export class MaintenanceRunRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_maintenance_run' }) id!: string;
  @Column('text') task!: MaintenanceTask;
  @Column('jsonb') parameters!: MaintenanceParameters;
  /** Employee id of the administrator. */
  @Column('text', { nullable: true }) requestedBy!: string | null;
  @Index('IX_maintenance_run_requested')
  @Column('timestamptz', { default: () => 'now()' })
  requestedAt!: Date;
  @Column('timestamptz', { nullable: true }) startedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  @Column('boolean', { nullable: true }) succeeded!: boolean | null;
  /** What came of it, in words; null until it ended. */
  @Column('text', { nullable: true }) message!: string | null;
}
