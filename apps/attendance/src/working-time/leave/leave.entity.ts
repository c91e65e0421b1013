import type { DayPart } from '@argus/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Person } from '../../people/person.entity.js';

/** Days on which a person need not work. */
@Entity('leave')
@Index('UQ_leave_reference', ['reference'], { unique: true })
@Index('IX_leave_person', ['personId', 'dateTo'])
export class Leave {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_leave' }) id!: string;
  @Column('integer') personId!: number;
  @Column('text') kind!: string;
  @Column('date') dateFrom!: string;
  @Column('date') dateTo!: string;
  @Column('text') part!: DayPart;
  /** Id in the HR system. */
  @Column('text', { nullable: true }) reference!: string | null;

  @ManyToOne(() => Person)
  @JoinColumn({ name: 'person_id', foreignKeyConstraintName: 'FK_leave_person' })
  person?: Person;
}
