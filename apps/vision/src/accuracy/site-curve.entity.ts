import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AccuracyCurve } from './accuracy-curve.js';

/** Error rates that were measured on the people of a gallery. Numbers only. */
@Entity('accuracy_curve')
@Index('UQ_accuracy_curve_in_force', ['gallery', 'model'], { unique: true, where: 'adopted_at IS NOT NULL' })
export class SiteCurve {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_accuracy_curve' })
  id!: string;

  @Column('text')
  gallery!: string;

  /** Name and version of the descriptor model. */
  @Column('text')
  model!: string;

  @Column('jsonb')
  curve!: AccuracyCurve;

  @Index('IX_accuracy_curve_measured')
  @Column('timestamptz', { default: () => 'now()' })
  measuredAt!: Date;

  /** Null while another curve decides. */
  @Column('timestamptz', { nullable: true })
  adoptedAt!: Date | null;
}
