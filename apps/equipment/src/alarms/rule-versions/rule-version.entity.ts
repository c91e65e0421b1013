import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Rule } from './rule.entity.js';
import type { RuleDefinition } from '@argus/contracts';

/** What a rule said for a time. The current version has no end; a rule without a current one was removed. */
@Entity('rule_version')
@Index('UQ_rule_version', ['ruleId', 'version'], { unique: true })
@Index('UQ_rule_version_current', ['ruleId'], { unique: true, where: 'ended_at IS NULL' })
export class RuleVersion {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_rule_version',
  })
  id!: number;

  @Column('bigint')
  ruleId!: number;

  @ManyToOne(() => Rule, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'rule_id', foreignKeyConstraintName: 'FK_rule_version_rule' })
  rule?: Rule;

  @Column('integer')
  version!: number;

  @Column('jsonb')
  definition!: RuleDefinition;

  /** The version whose conditions it keeps; null: it has its own. */
  @Column('bigint', { nullable: true })
  conditionsId!: number | null;

  /** Earlier conditions that differ in severities only, newest first. */
  @Column('bigint', { array: true, default: () => "'{}'" })
  continues!: number[];

  /** Breaches that were over before it are not recorded; null: all are. */
  @Column('timestamptz', { nullable: true })
  effectiveFrom!: StoredTime | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: StoredTime;

  @Column('text', { nullable: true })
  createdBy!: string | null;

  @Column('timestamptz', { nullable: true })
  endedAt!: StoredTime | null;
}
