import { event } from '../contract/index.js';
import { boolean, choice, Field, integer, record, text } from '../fields/index.js';
import { type IncidentSeverity, incidentSeverities } from './incident.contract.js';

/** What people do in attendance that the audit tells, beside what has an event of its own. */
export const attendanceActs = [
  'badge-issued',
  'badge-revoked',
  'pin-set',
  'pin-removed',
  'presence-verified',
  'check-in-refused',
  'site-created',
  'site-changed',
  'site-removed',
  'incident-opened',
  'incident-noted',
  'incident-decided',
  'consent-given',
  'consent-withdrawn',
  'webhook-sender-created',
  'webhook-sender-removed',
] as const;
export type AttendanceActName = (typeof attendanceActs)[number];

export class AttendanceDeed {
  @Field(choice(...attendanceActs)) act!: AttendanceActName;
  @Field(boolean()) success!: boolean;
  @Field(integer(), { nullable: true, description: 'Account that it was done to' }) person_id!: number | null;
  @Field(record(text({ allowBlank: true })), { description: 'Particulars, without secrets' })
  details!: Record<string, string>;
  @Field(integer(), { nullable: true, description: 'Account that asked; null where the platform did it' })
  requested_by!: number | null;
  @Field(text(), { nullable: true, description: 'API key that asked for the account' }) key_id!:
    string | null;
  @Field(text()) request_id!: string;
  @Field(text(), { nullable: true }) client_address!: string | null;
  @Field(text({ allowBlank: true }), { nullable: true }) user_agent!: string | null;
}

export const attendanceDeedDone = event({
  subject: 'evt.attendance.deed-done.v1',
  payload: AttendanceDeed,
  summary: 'Somebody did something in attendance that the audit tells',
});

export class IncidentOpened {
  @Field(text()) incident_id!: string;
  @Field(text()) type!: string;
  @Field(choice(...incidentSeverities)) severity!: IncidentSeverity;
  @Field(text(), { nullable: true }) camera_id!: string | null;
  @Field(text({ format: 'date-time' })) occurred_at!: string;
  @Field(text()) description!: string;
}

export const incidentOpened = event({
  subject: 'evt.attendance.incident-opened.v1',
  payload: IncidentOpened,
  summary: 'Somebody reported an incident, or a rule opened one',
});
