import type { CheckInOutcome, CheckInRule } from '@argus/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';

/** A check-in with a telephone, and what decided about its place. */
@Entity('check_in')
@Index('IX_check_in_person', ['personId', 'at'])
@Index('IX_check_in_at', ['at', 'id'])
export class CheckInRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_check_in' }) id!: string;
  @Column('integer') personId!: number;
  @Column('timestamptz', { default: () => 'now()' }) at!: Date;
  /** Null once positions are old. */
  @Column('double precision', { nullable: true }) latitude!: number | null;
  @Column('double precision', { nullable: true }) longitude!: number | null;
  @Column('double precision', { nullable: true }) accuracyM!: number | null;
  @Column('double precision') clockDifferenceS!: number;
  @Column('text') outcome!: CheckInOutcome;
  @Column('text') rule!: CheckInRule;
  @Column('text', { nullable: true }) site!: string | null;
  @Column('double precision', { nullable: true }) distanceM!: number | null;
  @Column('text') message!: string;
  @Column('uuid', { nullable: true }) taskId!: string | null;

  @ManyToOne(() => Person)
  @JoinColumn({ name: 'person_id', foreignKeyConstraintName: 'FK_check_in_person' })
  person?: Person;
}
