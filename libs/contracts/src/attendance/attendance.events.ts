import { event } from '../contract/index.js';
import { boolean, choice, Field, integer, number, text } from '../fields/index.js';

export class AttendanceLogged {
  @Field(integer()) log_id!: number;
  @Field(integer()) person_id!: number;
  @Field(text()) employee_id!: string;
  @Field(text({ allowBlank: true })) name!: string;
  @Field(text({ format: 'date-time' })) occurred_at!: string;
  @Field(text(), { nullable: true }) camera_id!: string | null;
  @Field(number(), { nullable: true }) confidence!: number | null;
  @Field(text(), { description: 'face, manual, badge, pin, mobile or remote' }) method!: string;
  @Field(boolean(), { optional: true, description: 'Nobody but the person themselves asked for it' })
  self_reported?: boolean;
}

export const attendanceLogged = event({
  subject: 'evt.attendance.logged.v1',
  payload: AttendanceLogged,
  summary: 'A person was present: one event per attendance row, while a webhook listens',
});

/** Something that was done to a person's face template or attendance, and who had it done. */
export class AttendanceAct {
  @Field(integer()) person_id!: number;
  @Field(text()) employee_id!: string;
  @Field(integer(), {
    optional: true,
    nullable: true,
    description: 'Account that asked; null for an operator',
  })
  requested_by?: number | null;
  @Field(text(), { optional: true, nullable: true, description: 'API key that asked for the account' })
  key_id?: string | null;
  @Field(text(), { optional: true, description: 'Absent in events of earlier versions' })
  request_id?: string;
  @Field(text(), { optional: true, nullable: true, description: 'Address of the client' }) client_address?:
    string | null;
  @Field(text({ allowBlank: true }), { optional: true, nullable: true }) user_agent?: string | null;
}

export class FaceEnrolled extends AttendanceAct {
  @Field(text({ format: 'date-time' }), {
    optional: true,
    description: 'Absent in events of earlier versions',
  })
  occurred_at?: string;
}

export const faceEnrolled = event({
  subject: 'evt.attendance.face-enrolled.v1',
  payload: FaceEnrolled,
  summary: 'A person has a face template now',
});

export class FaceRevoked extends AttendanceAct {
  @Field(text({ format: 'date-time' }), {
    optional: true,
    description: 'Absent in events of earlier versions',
  })
  occurred_at?: string;
}

export const faceRevoked = event({
  subject: 'evt.attendance.face-revoked.v1',
  payload: FaceRevoked,
  summary: 'The face template of a person was destroyed',
});

export class FaceVerified {
  @Field(text(), { nullable: true, description: 'Null where nobody was recognised' }) employee_id!:
    string | null;
  @Field(text({ format: 'date-time' }), { description: 'When the photograph arrived' }) occurred_at!: string;
  @Field(text(), { nullable: true }) camera_id!: string | null;
  @Field(number(), { nullable: true }) confidence!: number | null;
  @Field(text(), { nullable: true, description: 'Why nobody was recognised' }) reason!: string | null;
  @Field(number(), { description: 'Seconds from acceptance to decision' }) processing_time!: number;
  @Field(integer(), { nullable: true, description: 'Account that asked; null for an operator' })
  requested_by!: number | null;
  @Field(text(), { nullable: true, description: 'API key that asked for the account' }) key_id!:
    string | null;
  @Field(text()) request_id!: string;
  @Field(text(), { optional: true, nullable: true, description: 'Address of the client' }) client_address?:
    string | null;
  @Field(text({ allowBlank: true }), { optional: true, nullable: true }) user_agent?: string | null;
}

export const faceVerified = event({
  subject: 'evt.attendance.face-verified.v1',
  payload: FaceVerified,
  summary: 'A face before a camera was compared with the enrolled ones, or could not be',
});

export class FaceConflictDecided {
  @Field(text()) conflict_id!: string;
  @Field(integer()) person_id!: number;
  @Field(integer()) other_id!: number;
  @Field(text(), { description: 'same, different or twins' }) decision!: string;
  @Field(text()) reason!: string;
  @Field(integer(), { description: 'Account of the administrator' }) decided_by!: number;
  @Field(text(), {
    optional: true,
    nullable: true,
    description: 'API key that decided for the administrator; null if they decided in a session',
  })
  key_id?: string | null;
  @Field(text()) request_id!: string;
}

export const faceConflictDecided = event({
  subject: 'evt.attendance.face-conflict-decided.v1',
  payload: FaceConflictDecided,
  summary: 'An administrator decided whether two enrolments are one person',
});

export class FaceTwinsEnded {
  @Field(integer()) person_id!: number;
  @Field(integer()) other_id!: number;
  @Field(integer(), { description: 'Account of the administrator' }) ended_by!: number;
  @Field(text(), { nullable: true, description: 'API key that acted for the administrator' }) key_id!:
    string | null;
  @Field(text()) request_id!: string;
}

export const faceTwinsEnded = event({
  subject: 'evt.attendance.face-twins-ended.v1',
  payload: FaceTwinsEnded,
  summary: 'An administrator had two people treated like any others again, who had been decided to be twins',
});

export class EvaluationAdoption {
  @Field(text()) evaluation_id!: string;
  @Field(boolean(), { description: 'False: the shipped error rates decide again' }) in_force!: boolean;
  @Field(integer(), { description: 'Account of the administrator' }) adopted_by!: number;
  @Field(text()) request_id!: string;
}

export const evaluationAdopted = event({
  subject: 'evt.attendance.face-evaluation-adopted.v1',
  payload: EvaluationAdoption,
  summary: 'An administrator let the error rates of an evaluation decide, or the shipped ones again',
});

export class AttendanceMark extends AttendanceAct {
  @Field(integer()) log_id!: number;
  @Field(text({ format: 'date-time' })) occurred_at!: string;
  @Field(text()) reason!: string;
}

export const attendanceMarked = event({
  subject: 'evt.attendance.marked.v1',
  payload: AttendanceMark,
  summary: 'Somebody recorded attendance by hand',
});

export const webhookActs = [
  'created',
  'changed',
  'rotated',
  'removed',
  'disabled',
  'replayed',
  'tested',
] as const;
export type WebhookAct = (typeof webhookActs)[number];

export class WebhookChanged {
  @Field(text()) webhook_id!: string;
  @Field(choice(...webhookActs)) act!: WebhookAct;
  @Field(text({ allowBlank: true })) name!: string;
  @Field(text(), { nullable: true, description: 'Host and port of a new address' }) host!: string | null;
  @Field(text({ allowBlank: true }), { description: 'Names of the fields that changed' }) changed!: string;
  @Field(text(), { nullable: true, description: 'A new status' }) status!: string | null;
  @Field(text(), { optional: true, description: 'Delivery that is sent again' }) delivery_id?: string;
  @Field(integer(), {
    nullable: true,
    description: 'Account of the administrator; null where the platform disabled it',
  })
  requested_by!: number | null;
  @Field(text()) request_id!: string;
  @Field(text(), { nullable: true }) client_address!: string | null;
  @Field(text({ allowBlank: true }), { nullable: true }) user_agent!: string | null;
}

export const webhookChanged = event({
  subject: 'evt.attendance.webhook-changed.v1',
  payload: WebhookChanged,
  summary: 'Who is told by webhooks changed',
});

export const cameraActs = ['created', 'changed', 'deactivated', 'tested', 'viewed'] as const;
export type CameraAct = (typeof cameraActs)[number];

export class CameraChanged {
  @Field(text()) camera_id!: string;
  @Field(choice(...cameraActs)) act!: CameraAct;
  @Field(text(), { nullable: true, description: 'Host and port of a new address' }) host!: string | null;
  @Field(text({ allowBlank: true }), { description: 'Names of the fields that changed' }) changed!: string;
  @Field(integer(), { description: 'Account of the caller' }) requested_by!: number;
  @Field(text()) request_id!: string;
  @Field(text(), { nullable: true }) client_address!: string | null;
  @Field(text({ allowBlank: true }), { nullable: true }) user_agent!: string | null;
}

/** A watched camera gives no pictures, or gives some again. */
export class CameraSilenceChanged {
  @Field(text()) camera_id!: string;
  @Field(text()) name!: string;
  @Field(text()) location!: string;
  @Field(boolean()) is_silent!: boolean;
  @Field(text(), { nullable: true, description: 'What is wrong, in words' }) problem!: string | null;
  @Field(text({ format: 'date-time' })) occurred_at!: string;
}

export const cameraSilenceChanged = event({
  subject: 'evt.attendance.camera-silence-changed.v1',
  payload: CameraSilenceChanged,
  summary: 'A watched camera went silent, or came back',
});

export const cameraChanged = event({
  subject: 'evt.attendance.camera-changed.v1',
  payload: CameraChanged,
  summary: 'Somebody registered, changed, tried or looked through a camera',
});
