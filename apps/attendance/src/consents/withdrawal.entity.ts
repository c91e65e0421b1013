import type { ConsentPurpose } from '@argus/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';

/** What somebody wanted destroyed, and that it was. */
@Entity('withdrawal')
@Index('UQ_withdrawal_pending', ['personId', 'purpose'], { unique: true, where: 'completed_at IS NULL' })
@Index('IX_withdrawal_person', ['personId', 'requestedAt'])
export class Withdrawal {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_withdrawal' }) id!: string;
  @Column('integer') personId!: number;
  @Column('text') purpose!: ConsentPurpose;
  @Column('timestamptz', { default: () => 'now()' }) requestedAt!: Date;
  @Column('timestamptz', { nullable: true }) completedAt!: Date | null;
  @Column('text', { nullable: true }) certificate!: string | null;

  @ManyToOne(() => Person)
  @JoinColumn({ name: 'person_id', foreignKeyConstraintName: 'FK_withdrawal_person' })
  person?: Person;
}
