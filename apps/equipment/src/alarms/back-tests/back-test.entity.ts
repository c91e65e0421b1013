import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Rule } from '../rule-versions/rule.entity.js';
import type { BackTestRequest, BackTestResult, BackTestStatus } from '@argus/contracts';

/** A rule put to stored history: the request, how far it is, the answer. */
@Entity('back_test')
@Index('IX_back_test_created', ['createdAt'])
export class BackTest {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_back_test' })
  id!: string;

  @Column('bigint')
  ruleId!: number;

  @ManyToOne(() => Rule, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'rule_id', foreignKeyConstraintName: 'FK_back_test_rule' })
  rule?: Rule;

  @Column('jsonb')
  request!: BackTestRequest;

  @Column('text')
  status!: BackTestStatus;

  @Column('bigint', { nullable: true })
  readingsTotal!: string | null;

  @Column('bigint', { default: 0 })
  readingsDone!: string;

  @Column('jsonb', { nullable: true })
  result!: BackTestResult | null;

  @Column('text', { nullable: true })
  problem!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: StoredTime;

  @Column('timestamptz', { nullable: true })
  finishedAt!: StoredTime | null;
}
