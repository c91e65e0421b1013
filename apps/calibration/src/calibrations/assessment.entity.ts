import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Calibration } from './calibration.entity.js';

/** A later check of a calibration: a validation (QualityReport) or a drift check (DriftCheck). */
@Entity('assessment')
@Index('IX_assessment_calibration', ['calibrationId', 'kind', 'createdAt'])
export class Assessment {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_assessment' })
  id!: string;

  @Column('uuid')
  @ForeignKey(() => Calibration, { name: 'FK_assessment_calibration', onDelete: 'CASCADE' })
  calibrationId!: string;

  @Column('text')
  kind!: 'validation' | 'drift';

  @Column('jsonb')
  result!: object;

  /** Whether mapped gaze gets the correction of this drift check. */
  @Column('boolean', { default: false })
  applied!: boolean;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
