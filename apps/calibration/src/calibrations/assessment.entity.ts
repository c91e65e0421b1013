import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Calibration } from './calibration.entity.js';

/** What was found about a calibration afterwards: a validation (QualityReport) or a drift check (DriftCheck). */
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

  /** Whether a drift correction is in use. */
  @Column('boolean', { default: false })
  applied!: boolean;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
