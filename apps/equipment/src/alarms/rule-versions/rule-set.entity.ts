import { Column, Entity, PrimaryColumn } from 'typeorm';

/** All rules as one thing: its revision rises with every change, its row is locked for one. */
@Entity('rule_set')
export class RuleSet {
  @PrimaryColumn('smallint', { primaryKeyConstraintName: 'PK_rule_set' })
  id!: number;

  @Column('bigint')
  revision!: number;
}
