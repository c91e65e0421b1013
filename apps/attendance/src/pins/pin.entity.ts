import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';

/** A person's PIN. */
@Entity('pin')
export class Pin {
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_pin' }) personId!: number;
  /** Argon2id with a pepper that is not in the database (PHC string). */
  @Column('text') pinHash!: string;
  @Column('timestamptz', { default: () => 'now()' }) setAt!: Date;

  @OneToOne(() => Person)
  @JoinColumn({ name: 'person_id', foreignKeyConstraintName: 'FK_pin_person' })
  person?: Person;
}
