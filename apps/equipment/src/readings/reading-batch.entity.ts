import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * Ids that one transaction gave out. Followers read batches by transaction: those below the oldest running one are
 * complete and none can come before them any more, which holds for no order of ids (ADR 22).
 */
@Entity('reading_batch')
@Index('IX_reading_batch_stored', ['storedAt'], { type: 'brin' })
export class ReadingBatch {
  /** Transaction id (xid8), which never wraps. */
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_reading_batch' })
  xid!: number;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_reading_batch' })
  firstId!: number;

  /** Inclusive; ids between the two that have no row belong to duplicates. */
  @Column('bigint')
  lastId!: number;

  @Column('timestamptz', { default: () => 'now()' })
  storedAt!: Date;
}
