import { authenticatedWhenStrict, anyone, contract, errorReply, op } from '../contract/index.js';
import { boolean, Field, integer, list, number, object, record, text } from '../fields/index.js';
import { anyObject, clientName, sessionId } from './fields.js';

export const calibrationSessionStatuses = ['in_progress', 'completed', 'failed'] as const;
export type CalibrationSessionStatus = (typeof calibrationSessionStatuses)[number];

/** Cookie with the secret of a caller without a token. */
export const calibrationOwnerCookie = 'argus_calibration_owner';

export class CreateCalibrationSession {
  @Field(clientName(), { example: 'c1' }) candidate_id!: string;
  @Field(clientName(), { optional: true, nullable: true }) interview_id?: string | null;
  @Field(anyObject(), { optional: true, nullable: true }) metadata?: Record<string, unknown> | null;
}

export class CreatedCalibrationSession {
  @Field(text()) session_id!: string;
  @Field(text({ allowBlank: true })) candidate_id!: string;
  @Field(text(), { description: '`in progress`, with a space (only in this answer)', example: 'in progress' })
  status!: string;
  @Field(text({ format: 'date-time' })) created_at!: string;
  @Field(text({ allowBlank: true }), { nullable: true }) interview_id!: string | null;
  @Field(anyObject(), { nullable: true }) metadata!: Record<string, unknown> | null;
  @Field(text(), { optional: true, secret: true }) owner_secret?: string;
}

export class CalibrationSessionPath {
  @Field(sessionId()) session_id!: string;
}

export class CalibrationSessionState {
  @Field(boolean(), { description: 'Whether there is a session of that id' }) exists!: boolean;
  @Field(text(), { nullable: true }) session_id!: string | null;
  @Field(text(), { nullable: true, description: 'in_progress, completed or failed', example: 'completed' })
  status!: string | null;
  @Field(text({ format: 'date-time' }), { nullable: true }) created_at!: string | null;
  @Field(text({ format: 'date-time' }), { nullable: true }) updated_at!: string | null;
  @Field(text(), { nullable: true }) error_message!: string | null;
}

export class ResumedCalibrationSession {
  @Field(text()) session_id!: string;
  @Field(text(), { description: 'Always `resumed`', example: 'resumed' }) status!: string;
  @Field(integer()) existing_frames!: number;
  @Field(text({ allowBlank: true })) candidate_id!: string;
}

export class CalibrationLinkQuery {
  @Field(clientName()) interview_id!: string;
}

export class LinkedCalibrationSession {
  @Field(text()) session_id!: string;
  @Field(text({ allowBlank: true })) interview_id!: string;
  @Field(text(), { description: 'Always `linked`', example: 'linked' }) status!: string;
}

export class CalibrationSessionInfo {
  @Field(text(), { example: '7d444840-9dc0-41d1-b245-5ffdce74fad2' }) id!: string;
  @Field(text({ allowBlank: true })) candidate_id!: string;
  @Field(text({ allowBlank: true }), { nullable: true }) interview_id!: string | null;
  @Field(text(), { description: 'in_progress, completed or failed', example: 'in_progress' }) status!: string;
  @Field(text(), { nullable: true }) error_message!: string | null;
  @Field(text({ format: 'date-time' })) created_at!: string;
  @Field(text({ format: 'date-time' })) updated_at!: string;
  @Field(anyObject(), { nullable: true }) metadata!: Record<string, unknown> | null;
}

export class FrameAnalysis {
  @Field(list(text()), { description: '`x,y` as fractions of the screen' }) targets_covered!: string[];
  @Field(record(integer())) frames_per_target!: Record<string, number>;
  @Field(number({ min: 0, max: 1 })) face_detection_rate!: number;
  @Field(list(number()), {
    description: 'Standard deviations of yaw, pitch and roll of the head, radians; empty without faces',
  })
  head_pose_stability!: number[];
}

export class CalibrationDiagnostics {
  @Field(object(CalibrationSessionInfo)) session_info!: CalibrationSessionInfo;
  @Field(integer()) frame_count!: number;
  @Field(object(FrameAnalysis)) frame_analysis!: FrameAnalysis;
}

export class ServiceHealth {
  @Field(text(), { description: 'Always `healthy`', example: 'healthy' }) status!: string;
  @Field(text(), { example: 'calibration-api' }) service!: string;
}
export class Pong {
  @Field(text(), { description: 'Always `pong`', example: 'pong' }) status!: string;
}

const notFound = { SESSION_NOT_FOUND: errorReply(404, 'Session not found', 'detail') };

/** A calibration session is one attempt of a candidate to calibrate. Also the health of the service. */
export const calibrationSessionContract = contract(
  'calibration.session',
  { family: 'calibration', tag: 'Session' },
  {
    create: op({
      http: {
        method: 'POST',
        path: '/api/calibration/session/create',
        cookies: {
          owner_secret: { name: calibrationOwnerCookie, maxAgeSeconds: 31_536_000, httpOnly: true },
        },
      },
      undeclared: 'ignored',
      body: CreateCalibrationSession,
      reply: CreatedCalibrationSession,
      creates: true,
      access: authenticatedWhenStrict(),
      summary: 'Start a calibration session',
      description:
        'A caller without a token is given a secret as a cookie. Whoever sends it alone sees and erases what is recorded with it. Without ' +
        'it and without a token, callers see what their address (IPv6: its /64) recorded, and the sessions whose id they know.',
    }),
    get: op({
      http: { method: 'GET', path: '/api/calibration/session/{session_id}' },
      params: CalibrationSessionPath,
      reply: CalibrationSessionState,
      access: authenticatedWhenStrict(),
      summary: 'Read the state of a session; `exists` is false for an unknown one',
    }),
    resume: op({
      http: { method: 'POST', path: '/api/calibration/session/{session_id}/resume' },
      undeclared: 'ignored',
      params: CalibrationSessionPath,
      reply: ResumedCalibrationSession,
      access: authenticatedWhenStrict(),
      errors: { ...notFound, SESSION_COMPLETED: errorReply(400, 'Session already completed', 'detail') },
      summary: 'Resume a session that failed, timed out or was abandoned',
    }),
    link: op({
      http: { method: 'POST', path: '/api/calibration/session/{session_id}/link' },
      undeclared: 'ignored',
      params: CalibrationSessionPath,
      query: CalibrationLinkQuery,
      reply: LinkedCalibrationSession,
      access: authenticatedWhenStrict(),
      errors: notFound,
      summary: 'Link a session to an interview',
    }),
    diagnostics: op({
      subject: 'calibration.session.diagnose',
      http: { method: 'GET', path: '/api/calibration/diagnostics/{session_id}' },
      params: CalibrationSessionPath,
      reply: CalibrationDiagnostics,
      access: authenticatedWhenStrict(),
      errors: notFound,
      summary: 'Read diagnostics of a session: frames, targets covered, face detection rate',
    }),
    health: op({
      subject: 'calibration.service.health',
      http: { method: 'GET', path: '/health' },
      reply: ServiceHealth,
      access: anyone(),
      summary: 'Health of the calibration service',
    }),
    ping: op({
      subject: 'calibration.service.ping',
      http: { method: 'GET', path: '/api/ping' },
      reply: Pong,
      access: anyone(),
      summary: 'Check that the API responds',
    }),
  },
);
