import type { StopLoss } from '@argus/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';

/** A reason in the tree; the roots are the losses. */
@Entity('stop_reason')
@Index('UQ_stop_reason_name', ['parentId', 'name'], { unique: true })
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

  /** 1 for a root. */
  @Column('smallint')
  depth!: number;
}
