import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Prints of the frames of a series that passed, sealed, by which a recording of it is told. */
@Entity('liveness_series_print')
@Index('IX_liveness_series_print_seen', ['seenAt'])
export class SeriesPrint {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_liveness_series_print' }) challengeId!: string;
  @Column('text') requester!: string;
  @Column('bytea') prints!: Uint8Array;
  @Column('timestamptz', { default: () => 'now()' }) seenAt!: Date;
}
