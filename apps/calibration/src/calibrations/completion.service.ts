import {
  type CallContext,
  type CandidateModel,
  type CompletedCalibration,
  DomainError,
  type QualityReportView,
  type RefitCalibration,
} from '@argus/contracts';
import { type Calibration, isRefusal, models } from '@argus/gaze-geometry';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { type CalibrationSettings, calibrationSettings } from '../calibration.settings.js';
import { calibrationCsv } from '../files/calibration-csv.file.js';
import { calibrationDocument } from './calibration-document.js';
import { npz } from '../files/numpy.file.js';
import { diagonalInches, screenInfoFile } from '../files/screen-info.file.js';
import type { Fit } from '../fits/fit.js';
import { FitPool } from '../fits/fit-pool.service.js';
import { sampleForFit } from '../sessions/gaze-samples.js';
import type { Sample } from '../sessions/sample.entity.js';
import type { Owner } from '../owner.js';
import { SampleStore } from '../sessions/sample.store.js';
import { countsPerTarget } from '../sessions/session-figures.js';
import type { Screen } from '../screens/screen.entity.js';
import { ScreenStore } from '../screens/screen.store.js';
import { screenForFit } from '../screens/screen.view.js';
import type { Session } from '../sessions/session.entity.js';
import { SessionService } from '../sessions/session.service.js';
import { SessionStore } from '../sessions/session.store.js';
import { CalibrationStore } from './calibration.store.js';
import { CompletionMetrics } from './completion-metrics.service.js';
import { missingRequirements, metricsOf } from './frame-requirements.js';
import { viewOf } from './snake-case.js';

/** Ends a session: with a calibration and its files, or as failed with the reason. */
@Injectable()
export class CompletionService {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionService,
    private readonly sessionStore: SessionStore,
    private readonly screens: ScreenStore,
    private readonly samples: SampleStore,
    private readonly calibrations: CalibrationStore,
    private readonly fits: FitPool,
    private readonly metrics: CompletionMetrics,
    @Inject(calibrationSettings.token) private readonly settings: CalibrationSettings,
  ) {}

  async complete(owner: Owner, body: RefitCalibration, context: CallContext): Promise<CompletedCalibration> {
    const { session_id: sessionId, candidate_id: candidateId, model } = body;
    const session = await this.sessions.findForCandidate(owner, sessionId, candidateId);
    const samples = await this.samples.ofSession(sessionId);
    if (!samples.some(({ error }) => error === null)) throw new DomainError('FRAMES_MISSING');
    const screen = await this.screens.find(owner.name, candidateId);
    if (!screen) throw new DomainError('SCREEN_INFO_NOT_FOUND');
    const metrics = metricsOf(samples);
    const missing = missingRequirements(metrics, this.settings.CALIBRATION_MIN_FRAMES);
    if (missing.length > 0) return this.fail(session, missing.join('; '));
    const task = {
      screen: screenForFit(screen),
      samples: samples.map(sampleForFit),
      kinds: model ? [model] : undefined,
    };
    const fit = await this.fits.fit(task, context);
    if (isRefusal(fit)) return this.fail(session, fit.message);
    const { calibration, candidates, targets, quality } = fit;
    const checksums = await this.store(owner, session, screen, samples, fit);
    this.metrics.ended('completed');
    const counts = countsPerTarget(samples.filter(({ error }) => error === null));
    return {
      success: true,
      session_id: sessionId,
      candidate_id: candidateId,
      calibration_stats: {
        total_frames: metrics.total_frames,
        targets_used: targets.length,
        frames_per_target: counts,
      },
      validation_metrics: metrics,
      file_checksums: checksums,
      model: calibration.model.kind,
      quality: {
        ...viewOf<QualityReportView>(quality),
        candidates: candidates.map(viewOf<CandidateModel>),
        parameters: parametersOf(calibration),
      },
      message: 'Calibration completed successfully',
    };
  }

  /** Throws CALIBRATION_INVALID. A session that was completed earlier keeps its calibration and its status. */
  private async fail({ id }: Session, reasons: string): Promise<never> {
    await this.sessionStore.fail(id, `Invalid calibration: ${reasons}`);
    this.metrics.ended('refused');
    throw new DomainError('CALIBRATION_INVALID', { reasons });
  }

  /** Stores everything in one transaction. Returns the first 8 digits of each checksum. */
  private async store(
    owner: Owner,
    session: Session,
    screen: Screen,
    samples: readonly Sample[],
    fit: Fit,
  ): Promise<CompletedCalibration['file_checksums']> {
    const { candidateId } = session;
    const screenInfo = screenInfoFile(screen);
    const csv = calibrationCsv(fit.calibration.screen, candidateId, samples);
    const matrix = npz({ ...fit.transform });
    const checksums = {
      screen_info: sha256(JSON.stringify(screenInfo)),
      calibration_csv: sha256(csv),
      transform_matrix: sha256(matrix),
    };
    await this.database.transaction(async (tx) => {
      await this.sessions.findForCandidate(owner, session.id, candidateId, tx);
      await this.calibrations.insert(tx, {
        id: randomUUID(),
        owner: owner.name,
        candidateId,
        sessionId: session.id,
        document: calibrationDocument(fit),
        screenInfo,
        csv,
        npz: matrix,
        checksums,
      });
      await this.screens.setDiagonal(tx, screen, diagonalInches(screen.widthMm, screen.heightMm));
      await this.sessionStore.change(session.id, { status: 'completed', errorMessage: null }, tx);
    });
    const short = (text: string): string => text.slice(0, 8);
    return {
      screen_info: short(checksums.screen_info),
      calibration_csv: short(checksums.calibration_csv),
      transform_matrix: short(checksums.transform_matrix),
    };
  }
}

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Returns the value and the standard deviation of each model parameter. */
export function parametersOf({ model }: Calibration) {
  return models[model.kind].parameterNames.map((name, i) => ({
    name,
    value: model.parameters[i]!,
    sigma: Math.sqrt(Math.max(model.covariance[i]![i]!, 0)),
  }));
}
