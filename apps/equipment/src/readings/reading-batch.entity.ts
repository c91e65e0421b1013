import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * The reading ids of one transaction. Followers read batches in the order of transactions: those below the oldest running one
 * are complete, and none can appear before them. No order of reading ids has this property (ADR 22).
 */
@Entity('reading_batch')
@Index('IX_reading_batch_stored', ['storedAt'], { type: 'brin' })
export class ReadingBatch {
  /** The transaction id (xid8), which never wraps around. */
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_reading_batch' })
  xid!: number;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_reading_batch' })
  firstId!: number;

  /** Inclusive. Ids without a row were those of duplicates. */
  @Column('bigint')
  lastId!: number;

  /** Where a single reading was deleted, or moved to another machine: the machine that it was of. */
  @Column('bigint', { nullable: true })
  removedFrom!: number | null;

  @Column('timestamptz', { default: () => 'now()' })
  storedAt!: StoredTime;
}
