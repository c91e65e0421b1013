import type { GazeAngles } from '@argus/gaze-geometry';
import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { CalibrationDocument } from './calibration-document.js';
import { Assessment } from './assessment.entity.js';
import { CalibrationRecord } from './calibration.entity.js';

export interface CurrentCalibration {
  readonly id: string;
  readonly document: CalibrationDocument;
  readonly driftCorrection: GazeAngles | null;
  readonly createdAt: Date;
}

/** Calibrations and what was found about them. */
@Injectable()
export class CalibrationStore {
  constructor(private readonly database: Database) {}

  async insert(tx: EntityManager, record: Omit<CalibrationRecord, 'createdAt'>): Promise<void> {
    await tx.insert(CalibrationRecord, record);
  }

  /** The newest one with the correction in use; without its files. */
  async current(owner: string, candidateId: string): Promise<CurrentCalibration | undefined> {
    const [row] = await this.database.prepared<{
      id: string;
      document: CalibrationDocument;
      drift_correction: GazeAngles | null;
      created_at: Date;
    }>(
      'calibration.current',
      `SELECT calibration.id, calibration.document, calibration.created_at,
              (SELECT assessment.result -> 'correction' FROM assessment
                WHERE assessment.calibration_id = calibration.id AND kind = 'drift' AND applied
                ORDER BY assessment.created_at DESC LIMIT 1) AS drift_correction
         FROM calibration WHERE owner = $1 AND candidate_id = $2 ORDER BY calibration.created_at DESC LIMIT 1`,
      [owner, candidateId],
    );
    return (
      row && {
        id: row.id,
        document: row.document,
        driftCorrection: row.drift_correction,
        createdAt: row.created_at,
      }
    );
  }

  async withFiles(owner: string, candidateId: string): Promise<CalibrationRecord | undefined> {
    const found = await this.database.dataSource.manager.findOne(CalibrationRecord, {
      where: { owner, candidateId },
      order: { createdAt: 'DESC' },
    });
    return found ?? undefined;
  }

  async assess(
    assessment: Pick<Assessment, 'calibrationId' | 'kind' | 'result' | 'applied'>,
  ): Promise<Assessment> {
    const { manager } = this.database.dataSource;
    const created = manager.create(Assessment, { ...assessment, id: randomUUID(), createdAt: new Date() });
    /* The calibration may have been erased since it was loaded. */
    return mapConstraints({ FK_assessment_calibration: 'CALIBRATION_NOT_FOUND' }, () =>
      manager.save(created),
    );
  }

  /** Newest first. */
  assessments(calibrationId: string, kind: Assessment['kind'], most: number): Promise<Assessment[]> {
    return this.database.dataSource.manager.find(Assessment, {
      where: { calibrationId, kind },
      order: { createdAt: 'DESC' },
      take: most,
    });
  }
}
