import { event } from '../contract/index.js';
import { choice, Field, integer, text } from '../fields/index.js';

export const workingTimeNouns = [
  'shift',
  'shift_assignment',
  'holiday_calendar',
  'leave',
  'correction',
  'payroll_export',
] as const;
export const workingTimeActs = [
  'created',
  'changed',
  'removed',
  'imported',
  'requested',
  'approved',
  'rejected',
  'withdrawn',
] as const;

export class WorkingTimeChanged {
  @Field(choice(...workingTimeNouns)) noun!: (typeof workingTimeNouns)[number];
  @Field(choice(...workingTimeActs)) act!: (typeof workingTimeActs)[number];
  @Field(text({ allowBlank: true }), { description: 'Id of what changed; empty for several' }) id!: string;
  @Field(text({ allowBlank: true }), { description: 'What it is, in words' }) about!: string;
  @Field(integer(), { nullable: true, description: 'Account that asked; null for an operator' })
  requested_by!: number | null;
  @Field(text(), { nullable: true, description: 'API key that asked for the account' }) key_id!:
    string | null;
  @Field(text()) request_id!: string;
}

export const workingTimeChanged = event({
  subject: 'evt.attendance.working-time-changed.v1',
  payload: WorkingTimeChanged,
  summary: 'Shifts, holidays, leave, corrections or payroll exports changed, on which working time depends',
});
