import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { CalibrationDocument } from './calibration-document.js';
import type { ScreenInfoFile } from '../files/screen-info.file.js';
import { Session } from '../sessions/session.entity.js';

/** A fitted calibration with its files. Rows never change; the newest one of a candidate is current. */
@Entity('calibration')
@Index('IX_calibration_candidate', ['owner', 'candidateId', 'createdAt'])
@Index('IX_calibration_session', ['sessionId'])
export class Calibration {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_calibration' })
  id!: string;

  @Column('text')
  owner!: string;

  @Column('text')
  candidateId!: string;

  @Column('uuid')
  @ForeignKey(() => Session, { name: 'FK_calibration_session', onDelete: 'CASCADE' })
  sessionId!: string;

  /* Not jsonb: it would reorder the keys, and the checksums depend on their order. */
  @Column('json')
  document!: CalibrationDocument;

  @Column('json')
  screenInfo!: ScreenInfoFile;

  @Column('text')
  csv!: string;

  @Column('bytea')
  npz!: Uint8Array;

  /** SHA-256 of the files, hexadecimal. */
  @Column('jsonb')
  checksums!: Record<'screen_info' | 'calibration_csv' | 'transform_matrix', string>;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
