import { event } from '../contract/index.js';
import { boolean, choice, Field, integer, record, text } from '../fields/index.js';

/** What people do in attendance that the audit tells, beside what has an event of its own. */
export const attendanceActs = [
  'badge-issued',
  'badge-revoked',
  'pin-set',
  'pin-removed',
  'presence-verified',
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
