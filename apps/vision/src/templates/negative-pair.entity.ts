import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Two people who look alike and are known to be two, e.g. twins. Stored in both directions. */
@Entity('negative_pair')
export class NegativePair {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_negative_pair' })
  gallery!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_negative_pair' })
  subject!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_negative_pair' })
  other!: string;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
