import type { ConsentPurpose } from '@argus/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';

/** The receipt of a consent. */
@Entity('consent')
@Index('UQ_consent_in_force', ['personId', 'purpose'], { unique: true, where: 'withdrawn_at IS NULL' })
@Index('IX_consent_given', ['givenAt', 'id'])
export class Consent {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_consent' }) id!: string;
  @Column('integer') personId!: number;
  @Column('text') purpose!: ConsentPurpose;
  @Column('text') statement!: string;
  @Column('timestamptz', { default: () => 'now()' }) givenAt!: Date;
  @Column('text') givenBy!: string;
  @Column('timestamptz', { nullable: true }) withdrawnAt!: Date | null;

  @ManyToOne(() => Person)
  @JoinColumn({ name: 'person_id', foreignKeyConstraintName: 'FK_consent_person' })
  person?: Person;
}
