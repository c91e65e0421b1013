import type { CorrectionStatus } from '@argus/contracts';
import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Person } from '../../people/person.entity.js';

/** A punch that somebody says is missing. Once approved it counts. */
@Entity('correction')
@Index('IX_correction_person', ['personId', 'occurredAt'])
@Index('IX_correction_requested', ['requestedAt', 'id'])
export class Correction {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_correction' }) id!: string;
  @Column('integer') personId!: number;
  @Column('timestamptz') occurredAt!: StoredTime;
  @Column('text', { nullable: true }) direction!: 'in' | 'out' | null;
  @Column('text') reason!: string;
  @Column('text', { default: 'open' }) status!: CorrectionStatus;
  @Column('integer') requestedById!: number;
  @Column('text') requestedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) requestedAt!: StoredTime;
  @Column('text', { nullable: true }) decidedBy!: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt!: StoredTime | null;
  @Column('text', { default: '' }) note!: string;

  @ManyToOne(() => Person)
  @JoinColumn({ name: 'person_id', foreignKeyConstraintName: 'FK_correction_person' })
  person?: Person;
}
