import type { GazeAngles } from '@argus/gaze-geometry';
import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { CalibrationDocument } from './calibration-document.js';
import { Assessment } from './assessment.entity.js';
import { Calibration } from './calibration.entity.js';

export interface CurrentCalibration {
  readonly id: string;
  readonly document: CalibrationDocument;
  readonly driftCorrection: GazeAngles | null;
  readonly createdAt: Date;
}

/** Calibrations and their assessments. */
@Injectable()
export class CalibrationStore {
  constructor(private readonly database: Database) {}

  async insert(tx: EntityManager, calibration: Omit<Calibration, 'createdAt'>): Promise<void> {
    await tx.insert(Calibration, calibration);
  }

  /** Returns the newest calibration with its drift correction, without files. */
  async current(owner: string, candidateId: string): Promise<CurrentCalibration | undefined> {
    const [row] = await this.database.prepared<CurrentCalibration>(
      'calibration.current',
      `SELECT calibration.id, calibration.document, calibration.created_at AS "createdAt",
              (SELECT assessment.result -> 'correction' FROM assessment
                WHERE assessment.calibration_id = calibration.id AND kind = 'drift' AND applied
                ORDER BY assessment.created_at DESC, assessment.id LIMIT 1) AS "driftCorrection"
         FROM calibration WHERE owner = $1 AND candidate_id = $2 ORDER BY calibration.created_at DESC, calibration.id LIMIT 1`,
      [owner, candidateId],
    );
    return row;
  }

  withFiles(owner: string, candidateId: string): Promise<Calibration | null> {
    return this.database.entities((manager) =>
      manager.findOne(Calibration, {
        where: { owner, candidateId },
        order: { createdAt: 'DESC', id: 'ASC' },
      }),
    );
  }

  /** Throws CALIBRATION_NOT_FOUND if the calibration was erased since it was loaded. */
  assess(assessment: Pick<Assessment, 'calibrationId' | 'kind' | 'result' | 'applied'>): Promise<Assessment> {
    const created = { ...assessment, id: randomUUID(), createdAt: new Date() };
    return mapConstraints({ FK_assessment_calibration: 'CALIBRATION_NOT_FOUND' }, async () => {
      await this.database.entities((manager) => manager.insert(Assessment, created));
      return created;
    });
  }

  /** Returns the newest first. */
  assessments(calibrationId: string, kind: Assessment['kind'], max: number): Promise<Assessment[]> {
    return this.database.entities((manager) =>
      manager.find(Assessment, {
        where: { calibrationId, kind },
        order: { createdAt: 'DESC', id: 'ASC' },
        take: max,
      }),
    );
  }
}
