import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** An alarm rule; what it says stands in its versions. */
@Entity('rule')
@Index('UQ_rule_shipped_as', ['shippedAs'], { unique: true })
export class Rule {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_rule',
  })
  id!: number;

  /** Name of the default rule that it began as; so that one that was removed does not come back. */
  @Column('text', { nullable: true })
  shippedAs!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: StoredTime;
}
