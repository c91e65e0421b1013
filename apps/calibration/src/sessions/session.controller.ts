import {
  type CalibrationDiagnostics,
  type CalibrationLinkQuery,
  calibrationSessionContract,
  type CalibrationSessionPath,
  type CalibrationSessionState,
  type CallContext,
  type CreateCalibrationSession,
  type CreatedCalibrationSession,
  type LinkedCalibrationSession,
  type Pong,
  type ResumedCalibrationSession,
  type ServiceHealth,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ownerOf } from '../owner.js';
import { SessionService } from './session.service.js';

interface OfSession {
  readonly params: CalibrationSessionPath;
}

@Controller()
@Handles(calibrationSessionContract)
export class SessionController {
  constructor(private readonly sessions: SessionService) {}

  create(
    { body }: { body: CreateCalibrationSession },
    context: CallContext,
  ): Promise<CreatedCalibrationSession> {
    return this.sessions.create(ownerOf(context), body);
  }

  get({ params }: OfSession, context: CallContext): Promise<CalibrationSessionState> {
    return this.sessions.state(ownerOf(context), params.session_id);
  }

  resume({ params }: OfSession, context: CallContext): Promise<ResumedCalibrationSession> {
    return this.sessions.resume(ownerOf(context), params.session_id);
  }

  link(
    { params, query }: OfSession & { query: CalibrationLinkQuery },
    context: CallContext,
  ): Promise<LinkedCalibrationSession> {
    return this.sessions.link(ownerOf(context), params.session_id, query.interview_id);
  }

  diagnostics({ params }: OfSession, context: CallContext): Promise<CalibrationDiagnostics> {
    return this.sessions.diagnose(ownerOf(context), params.session_id);
  }

  async health(): Promise<ServiceHealth> {
    return { status: 'healthy', service: 'calibration-api' };
  }

  async ping(): Promise<Pong> {
    return { status: 'pong' };
  }
}
