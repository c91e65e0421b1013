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

  /** Similarity of the two when it was decided; null for pairs of earlier versions. */
  @Column('double precision', { nullable: true })
  similarity!: number | null;

  /** Descriptor model behind that similarity. */
  @Column('text', { nullable: true })
  model!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
