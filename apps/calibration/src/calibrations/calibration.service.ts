import {
  calibrationLimits,
  type CandidateModel,
  type CheckDrift,
  DomainError,
  type DriftResult,
  type GazeSampleBody,
  instant,
  invalid,
  type MapGaze,
  type MappedGaze as MappedGazeView,
  type MappedPoint,
  type QualityReportView,
  type QualityView,
  type ValidateCalibration,
  type ValidationResult,
  type VerifiedCalibration,
} from '@argus/contracts';
import {
  type Calibration,
  checkDrift,
  type DriftCheck,
  gate,
  gazeMapper,
  type GazeSample,
  type MappedGaze,
  type QualityReport,
  qualityReport,
  type RecalibrationReason,
  whyRecalibrate,
} from '@argus/gaze-geometry';
import { mapInChunks } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { readCalibration } from './calibration-document.js';
import { gazeSampleOf, measurementOf } from '../sessions/gaze-samples.js';
import { fractionOf, nameOfTarget } from '../sessions/target-position.js';
import type { Owner } from '../owner.js';
import { ScreenStore } from '../screens/screen.store.js';
import { screenForFit } from '../screens/screen.view.js';
import { CalibrationStore, type CurrentCalibration } from './calibration.store.js';
import { parametersOf } from './completion.service.js';
import { viewOf } from './snake-case.js';

/* Fractions of the screen. The fit has seen any place nearer to one of its targets. */
const MIN_DISTANCE_TO_FITTED = 0.05;

/** Uses stored calibrations: returns files, maps gaze, validates, and checks drift. */
@Injectable()
export class CalibrationService {
  constructor(
    private readonly calibrations: CalibrationStore,
    private readonly screens: ScreenStore,
  ) {}

  async verify(owner: Owner, candidateId: string): Promise<VerifiedCalibration> {
    const found = await this.calibrations.current(owner.name, candidateId);
    return {
      exists: Boolean(found),
      candidate_id: found ? candidateId : null,
      created_at: found ? instant(found.createdAt) : null,
      has_screen_info: Boolean(await this.screens.find(owner.name, candidateId)),
      has_calibration_data: Boolean(found),
    };
  }

  async files(owner: Owner, candidateId: string): Promise<Record<string, unknown>> {
    const found = await this.calibrations.withFiles(owner.name, candidateId);
    if (!found) throw new DomainError('CALIBRATION_NOT_FOUND');
    return {
      [`${candidateId}_screen_info.json`]: found.screenInfo,
      [`${candidateId}_calibration.csv`]: found.csv,
      [`${candidateId}_transform_matrix.npz`]: Buffer.from(found.npz).toString('base64'),
      [`${candidateId}_calibration.json`]: found.document,
      checksums: found.checksums,
    };
  }

  async map(owner: Owner, { candidate_id, samples }: MapGaze): Promise<MappedGazeView> {
    const { calibration } = await this.load(owner, candidate_id);
    const map = gazeMapper(calibration);
    return { points: await mapInChunks(samples, (sample) => mappedPoint(map(measurementOf(sample)))) };
  }

  async validate(owner: Owner, { candidate_id, samples }: ValidateCalibration): Promise<ValidationResult> {
    const { current, calibration } = await this.load(owner, candidate_id);
    const taken = await samplesAt(calibration, samples);
    const seen = taken.some(({ target }) =>
      current.document.targets.some(
        ({ x, y }) => Math.hypot(x - target.x, y - target.y) < MIN_DISTANCE_TO_FITTED,
      ),
    );
    if (seen) throw new DomainError('TARGETS_SEEN');
    const quality = qualityReport(calibration, gate(calibration.screen, taken), 'validation');
    const { id, createdAt } = await this.calibrations.assess({
      calibrationId: current.id,
      kind: 'validation',
      result: quality,
      applied: false,
    });
    return {
      validation_id: id,
      candidate_id,
      created_at: instant(createdAt),
      quality: viewOf(quality),
      recalibrate: await this.recalibrate(owner, candidate_id, current, calibration),
    };
  }

  async drift(owner: Owner, { candidate_id, samples, apply }: CheckDrift): Promise<DriftResult> {
    const { current, calibration } = await this.load(owner, candidate_id);
    const [validation] = await this.calibrations.assessments(current.id, 'validation', 1);
    const accuracy = (validation?.result as QualityReport | undefined)?.accuracyDeg ?? undefined;
    const check = checkDrift(calibration, await samplesAt(calibration, samples), accuracy);
    const applied = apply && check.correction !== null;
    await this.calibrations.assess({ calibrationId: current.id, kind: 'drift', result: check, applied });
    return {
      valid_samples: check.validSamples,
      drift_deg: check.driftDeg,
      offset_x_deg: check.offsetDeg?.x ?? null,
      offset_y_deg: check.offsetDeg?.y ?? null,
      limit_deg: check.limitDeg,
      drifted: check.drifted,
      applied,
      refused: check.refused,
      recalibrate: await this.recalibrate(owner, candidate_id, current, calibration),
    };
  }

  async quality(owner: Owner, candidateId: string): Promise<QualityView> {
    const { current, calibration } = await this.load(owner, candidateId);
    const [validation] = await this.calibrations.assessments(current.id, 'validation', 1);
    return {
      candidate_id: candidateId,
      created_at: instant(current.createdAt),
      model: calibration.model.kind,
      candidates: current.document.candidates.map(viewOf<CandidateModel>),
      calibration: {
        ...viewOf<QualityReportView>(current.document.quality),
        parameters: parametersOf(calibration),
      },
      validation: validation ? viewOf(validation.result) : null,
      recalibrate: await this.recalibrate(owner, candidateId, current, calibration),
    };
  }

  private async load(
    owner: Owner,
    candidateId: string,
  ): Promise<{ current: CurrentCalibration; calibration: Calibration }> {
    const current = await this.calibrations.current(owner.name, candidateId);
    if (!current) throw new DomainError('CALIBRATION_NOT_FOUND');
    const driftCorrection = current.driftCorrection ?? undefined;
    return { current, calibration: { ...readCalibration(current.document), driftCorrection } };
  }

  private async recalibrate(
    owner: Owner,
    candidateId: string,
    { id }: CurrentCalibration,
    { screen }: Calibration,
  ): Promise<RecalibrationReason[]> {
    const [validation] = await this.calibrations.assessments(id, 'validation', 1);
    const drifts = await this.calibrations.assessments(id, 'drift', 2);
    const present = await this.screens.find(owner.name, candidateId);
    return whyRecalibrate({
      validation: validation?.result as QualityReport | undefined,
      driftChecks: drifts
        .reverse()
        .map(({ result, applied }) => ({ drifted: (result as DriftCheck).drifted, corrected: applied })),
      calibratedScreen: screen,
      presentScreen: present ? screenForFit(present) : screen,
    });
  }
}

function mappedPoint({ px, mm, errorEllipse, valid, reason }: MappedGaze): MappedPoint {
  return {
    x_px: px?.x ?? null,
    y_px: px?.y ?? null,
    x_mm: mm?.x ?? null,
    y_mm: mm?.y ?? null,
    error_ellipse_px: errorEllipse
      ? {
          semi_major: errorEllipse.semiMajorPx,
          semi_minor: errorEllipse.semiMinorPx,
          angle_rad: errorEllipse.angleRad,
        }
      : null,
    valid,
    reason: reason ?? null,
  };
}

async function samplesAt({ screen }: Calibration, samples: readonly GazeSampleBody[]): Promise<GazeSample[]> {
  const taken = await mapInChunks(samples, (sample) =>
    gazeSampleOf(sample, fractionOf(sample.target_position, screen)),
  );
  const targets = new Set(taken.map(({ target }) => nameOfTarget(target))).size;
  const { maxTargets } = calibrationLimits;
  if (targets <= maxTargets) return taken;
  const text = `${targets} targets were sent, at most ${maxTargets} can be judged in one call`;
  throw invalid('samples', 'invalid', { text });
}
