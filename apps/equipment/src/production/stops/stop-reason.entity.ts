import type { StopLoss } from '@argus/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';

/** A reason in the tree; the roots are the losses. */
@Entity('stop_reason')
// On (parent_id, fold_text(name), twin), which only the migration can express.
@Index('UQ_stop_reason_name', { synchronize: false })
export class StopReason {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_stop_reason',
  })
  id!: number;

  @Column('bigint', { nullable: true })
  parentId!: number | null;

  @ManyToOne(() => StopReason, { onDelete: 'NO ACTION', nullable: true })
  @JoinColumn({ name: 'parent_id', foreignKeyConstraintName: 'FK_stop_reason_parent' })
  parent?: StopReason;

  /** The loss of the root. */
  @Column('text')
  loss!: StopLoss;

  @Column('text')
  name!: string;

  /** Counts siblings that had the name, but for case, before it was unique that way: 0 for the oldest and for all newer ones. */
  @Column('integer', { default: 0 })
  twin!: number;

  /** 1 for a root. */
  @Column('smallint')
  depth!: number;
}
