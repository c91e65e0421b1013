import {
  type CalibrationDiagnostics,
  type CalibrationSessionState,
  type CreateCalibrationSession,
  type CreatedCalibrationSession,
  DomainError,
  instant,
  type LinkedCalibrationSession,
  type ResumedCalibrationSession,
} from '@argus/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type CalibrationSettings, calibrationSettings } from '../calibration.settings.js';
import { FULL_RETRY_SECONDS, maxRowsOf } from '../max-rows.js';
import type { Owner } from '../owner.js';
import { SampleStore } from './sample.store.js';
import { headDeviations, countsPerTarget } from './session-figures.js';
import type { Session } from './session.entity.js';
import { SessionStore } from './session.store.js';

/** The life of a session: created, in progress, timed out or failed, resumed, completed. */
@Injectable()
export class SessionService {
  constructor(
    private readonly sessions: SessionStore,
    private readonly samples: SampleStore,
    @Inject(calibrationSettings.token) private readonly settings: CalibrationSettings,
  ) {}

  async create(owner: Owner, body: CreateCalibrationSession): Promise<CreatedCalibrationSession> {
    const { candidate_id: candidateId, interview_id: interviewId = null, metadata = null } = body;
    const { name, origin, isStranger } = owner;
    const created = await this.sessions.insert(
      { id: randomUUID(), owner: name, origin, candidateId, interviewId, metadata },
      this.settings.CALIBRATION_TIMEOUT_SECONDS,
      maxRowsOf(owner, this.settings),
    );
    if (!created) throw new DomainError('RATE_LIMITED', { retryAfterSeconds: FULL_RETRY_SECONDS });
    const { id, createdAt } = created;
    return {
      session_id: id,
      candidate_id: candidateId,
      status: 'in progress',
      created_at: instant(createdAt),
      interview_id: interviewId,
      metadata,
      ...(isStranger && name === origin && { owner_secret: randomBytes(32).toString('base64url') }),
    };
  }

  async state(owner: Owner, id: string): Promise<CalibrationSessionState> {
    const session = await this.sessions.find(id, owner);
    return {
      exists: Boolean(session),
      session_id: session?.id ?? null,
      status: session?.status ?? null,
      created_at: session ? instant(session.createdAt) : null,
      updated_at: session ? instant(session.updatedAt) : null,
      error_message: session?.errorMessage ?? null,
    };
  }

  async resume(owner: Owner, id: string): Promise<ResumedCalibrationSession> {
    const { candidateId } = await this.find(owner, id);
    if (!(await this.sessions.reopen(id, this.settings.CALIBRATION_TIMEOUT_SECONDS)))
      throw new DomainError('SESSION_COMPLETED');
    const existing = (await this.samples.ofSession(id)).filter(({ error }) => error === null);
    return { session_id: id, status: 'resumed', existing_frames: existing.length, candidate_id: candidateId };
  }

  async link(owner: Owner, id: string, interviewId: string): Promise<LinkedCalibrationSession> {
    await this.find(owner, id);
    await this.sessions.change(id, { interviewId });
    return { session_id: id, interview_id: interviewId, status: 'linked' };
  }

  async diagnose(owner: Owner, id: string): Promise<CalibrationDiagnostics> {
    const session = await this.find(owner, id);
    const samples = await this.samples.ofSession(id);
    const measured = samples.filter(({ error }) => error === null);
    const counts = countsPerTarget(measured);
    return {
      session_info: {
        id,
        candidate_id: session.candidateId,
        interview_id: session.interviewId,
        status: session.status,
        error_message: session.errorMessage,
        created_at: instant(session.createdAt),
        updated_at: instant(session.updatedAt),
        metadata: session.metadata,
      },
      frame_count: measured.length,
      frame_analysis: {
        targets_covered: Object.keys(counts),
        frames_per_target: counts,
        face_detection_rate: samples.length === 0 ? 0 : measured.length / samples.length,
        head_pose_stability: headDeviations(measured),
      },
    };
  }

  /** Returns the session. Throws SESSION_NOT_FOUND, also for other owners' sessions. With `tx` it locks the session. */
  async find(owner: Owner, id: string, tx?: EntityManager): Promise<Session> {
    const session = await this.sessions.find(id, owner, tx);
    if (!session) throw new DomainError('SESSION_NOT_FOUND');
    return session;
  }

  /** As `find`. Throws CANDIDATE_MISMATCH if the session belongs to another candidate. */
  async findForCandidate(
    owner: Owner,
    id: string,
    candidateId: string,
    tx?: EntityManager,
  ): Promise<Session> {
    const session = await this.find(owner, id, tx);
    if (session.candidateId !== candidateId) throw new DomainError('CANDIDATE_MISMATCH');
    return session;
  }

  /** As `findForCandidate`. Throws SESSION_NOT_OPEN unless the session accepts frames and samples. */
  async findOpen(owner: Owner, id: string, candidateId: string): Promise<Session> {
    const session = await this.findForCandidate(owner, id, candidateId);
    if (session.status !== 'in_progress')
      throw new DomainError('SESSION_NOT_OPEN', {
        status: session.status === 'completed' ? 'completed' : 'failed or timed out',
      });
    return session;
  }
}
